"""A project's judged effects: scores, distribution, scenarios, joins with the context, and checks."""

from brede_welvaart.review.checks import Check
from brede_welvaart.review.references import check_references, check_values
from brede_welvaart.review.review import Review, review_project

__all__ = ["Check", "Review", "check_references", "check_values", "review_project"]
