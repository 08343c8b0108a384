"""What a table must satisfy before it goes on: pandera schemas for collected frames, and findings in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from brede_welvaart.definition_parts import PERIOD
from brede_welvaart.errors import Finding, InputFault, noting, unlisted
from brede_welvaart.language import _
from brede_welvaart.vocabulary import DIRECTIONS, FIGURE_STATUSES, MISSING_REASONS, NO_SCORE_REASONS, QUARTILES

if TYPE_CHECKING:
    import pandera.polars as pa

TEXTS = ("source", "measure", "region", "period", "status", "missing", "vintage")
OBSERVATIONS: dict[str, type[pl.DataType]] = {
    "source": pl.Categorical,
    "measure": pl.Categorical,
    "region": pl.Categorical,
    "period": pl.Categorical,
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "status": pl.Categorical,
    "missing": pl.Categorical,
    "vintage": pl.Categorical,
}
REGION = r"^[^@,\p{Cc}\p{Cf}[\p{Z}--\x20]]*$"
"""What a code of a region looks like: the command line writes @ behind it, and a comma between two.

Nor does it hold what nobody sees: a code with a hard blank or a control character would be a region of its own.
"""
CELL = ("source", "measure", "region", "period", "vintage")
LARGEST = 1e100
"""Numbers from here on are no figures, and their squares would not be finite."""
MAXIMUM_FINDINGS = 500
NO_PLACE = "-"

Bounds = tuple[float | None, float | None]
Cell = tuple[str, str, str]
Ranges = Mapping[str | Cell, Bounds]
"""The range of plausible figures per measure; a cell (measure, region, period) that is named has none."""
Locate = Callable[[Mapping[str, Any], str], str]


@dataclass(frozen=True)
class Rule:
    """A condition on every row; `column` holds the value that a finding quotes.

    `everywhere` says of a whole table that all its rows hold, where that is quicker to know.
    """

    name: str
    column: str
    holds: pl.Expr
    expected: str | Callable[[Mapping[str, Any]], str]
    everywhere: pl.Expr | None = None

    def explain(self, row: Mapping[str, Any]) -> str:
        """What was expected of this row, and the rule's name."""
        return f"{self.expected if isinstance(self.expected, str) else self.expected(row)} [{self.name}]"


def check_observations(
    frame: pl.DataFrame, file: str, ranges: Ranges | None = None, locate: Locate | None = None
) -> pl.DataFrame:
    """The observations, in contract columns only, if every row is sound.

    `ranges` gives the plausible figures per measure, in the indicator's unit; `locate(row, column)` says where a
    figure stands in the file (it may use columns beside the contract's). Raises InputFault with every finding:
    values not finite, not plausible or outside their margins, unknown periods, statuses or reasons, a missing figure
    without reason or a figure with one, and a cell that occurs twice.
    """
    coded = frame.with_columns(pl.col(name).cast(pl.Categorical) for name in TEXTS)
    return check_table(coded, OBSERVATIONS, observation_rules(ranges or {}), file, locate or observation_place)


def observation_rules(ranges: Ranges) -> list[Rule]:
    """What must hold for every observation; plausible figures per measure come from `ranges`."""
    low, high = (_bound(ranges, side) for side in (0, 1))
    value, missing = pl.col("value"), pl.col("missing")
    period, region = _match("period", PERIOD), _match("region", REGION)
    cell, once = _number(CELL), _("elke regio één keer per maat en periode")
    margins = pl.col("lower").le(value).fill_null(True) & pl.col("upper").ge(value).fill_null(True)
    return [
        *(filled(column) for column in ("source", "measure", "region", "vintage")),
        plain_code(region),
        Rule("periode", "period", period, _("een jaar, kwartaal of maand (2023-Q1)")),
        *(_figure(column) for column in ("value", "lower", "upper")),
        Rule("marges", "value", margins | ~value.is_finite(), _("een waarde tussen lower en upper")),
        Rule(
            "bereik",
            "value",
            between(value, low, high) | _named(ranges),
            lambda row: _range_text(ranges[row["measure"]]),
        ),
        _known("status", FIGURE_STATUSES, nullable=False),
        _known("missing", MISSING_REASONS, nullable=True),
        Rule("reden", "value", value.is_null() == missing.is_not_null(), _("een waarde, of een reden waarom niet")),
        Rule("eenmaal", "region", cell.is_first_distinct(), once, cell.n_unique() == pl.len()),
    ]


def check_scores(indicators: pl.DataFrame, themes: pl.DataFrame) -> None:
    """Check the scores of the context before they leave: one row per region and indicator, and per region and theme.

    Raises InputFault with every finding; each is a fault of the program or of an extension, not of a figure.
    """
    findings: list[Finding] = []
    for name, frame, rules in (("indicators", indicators, _indicator_rules()), ("themes", themes, _theme_rules())):
        with noting(findings):
            check_table(frame, dict(zip(frame.columns, frame.dtypes, strict=True)), rules, name, _score_place)
    if findings:
        raise InputFault(findings)


def check_table(
    frame: pl.DataFrame, columns: Mapping[str, Any], rules: Sequence[Rule], file: str, locate: Locate
) -> pl.DataFrame:
    """The frame with exactly these columns if their types and all rules hold; raises InputFault with every finding."""
    import pandera.polars as pa  # noqa: PLC0415 -- a tenth of a second that `--help` need not wait for

    contract = frame.select(*columns)
    try:
        return _schema(columns, [_all_hold(rules)]).validate(contract, lazy=True)
    except pa.errors.SchemaErrors:
        pass
    try:
        return _schema(columns, [_as_check(rule) for rule in rules]).validate(contract, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.select("check", "column", "index")
        raise InputFault(_findings(cases, frame, {rule.name: rule for rule in rules}, file, locate)) from None


def observation_place(row: Mapping[str, Any], column: str) -> str:
    """A figure's place where no file position is known: measure, region, period and column."""
    return _("{measure}, {region}, {period}, kolom {column}").format(column=column, **row)


def _schema(columns: Mapping[str, Any], checks: list[pa.Check]) -> pa.DataFrameSchema:
    import pandera.polars as pa  # noqa: PLC0415 -- see check_table

    typed = {name: pa.Column(kind, nullable=True) for name, kind in columns.items()}
    return pa.DataFrameSchema(typed, checks=checks, strict=True)


def _all_hold(rules: Sequence[Rule]) -> pa.Check:
    """All rules in one pass, which takes a third of the time; which of them fails where is asked only if one does."""
    import pandera.polars as pa  # noqa: PLC0415 -- see check_table

    each = (rule.holds.fill_null(False).all() if rule.everywhere is None else rule.everywhere for rule in rules)
    sound = pl.all_horizontal(each)
    return pa.Check(lambda data: data.lazyframe.select(sound))


def _as_check(rule: Rule) -> pa.Check:
    import pandera.polars as pa  # noqa: PLC0415 -- see check_table

    return pa.Check(lambda data: data.lazyframe.select(rule.holds.fill_null(False)), name=rule.name)


def _findings(
    cases: pl.DataFrame, frame: pl.DataFrame, rules: Mapping[str, Rule], file: str, locate: Locate
) -> list[Finding]:
    findings = []
    for check, column, index in cases.head(MAXIMUM_FINDINGS).iter_rows():
        if (rule := rules.get(check)) is None:
            findings.append(Finding(file, column or "", str(check), _("het afgesproken type")))
        else:
            row = frame.row(index, named=True)
            findings.append(Finding(file, locate(row, rule.column), shown(row[rule.column]), rule.explain(row)))
    if len(cases) > MAXIMUM_FINDINGS:
        findings.append(unlisted(file, len(cases) - MAXIMUM_FINDINGS, NO_PLACE))
    return findings


def shown(value: object) -> str:
    """A value as findings quote it."""
    if value is None:
        return _("niets")
    return f"'{_visible(value)}'" if isinstance(value, str) else str(value)


def _visible(text: str) -> str:
    """A text in which what nobody would see is spelled out."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


def _score_place(row: Mapping[str, Any], column: str) -> str:
    return f"{row['region']}, {row.get('indicator') or row['theme']}, {column}"


def _named(ranges: Ranges) -> pl.Expr:
    """Which cells are named among the ranges."""
    columns = [pl.col(name) for name in ("measure", "region", "period")]
    named = (zip(columns, cell, strict=True) for cell in ranges if isinstance(cell, tuple))
    return pl.any_horizontal(
        pl.lit(False), *(pl.all_horizontal(column == code for column, code in cell) for cell in named)
    )


def _bound(ranges: Ranges, side: int) -> pl.Expr:
    bounds = {each: pair[side] for each, pair in ranges.items() if isinstance(each, str) and pair[side] is not None}
    if not bounds:
        return pl.lit(None, pl.Float64)
    return pl.col("measure").replace_strict(bounds, default=None, return_dtype=pl.Float64)


def _range_text(bounds: Bounds) -> str:
    low, high = ("…" if bound is None else f"{bound:g}" for bound in bounds)
    return _("een waarde in het bereik van de indicator, {low} tot {high}").format(low=low, high=high)


def between(value: pl.Expr, low: pl.Expr, high: pl.Expr) -> pl.Expr:
    """Whether a value lies between two bounds; one that is null bounds nothing."""
    return value.ge(low).fill_null(True) & value.le(high).fill_null(True)


def filled(column: str) -> Rule:
    """The rule that this column has a text."""
    return Rule(f"{column}_gevuld", column, pl.col(column) != "", _("een code of naam"))


def plain_code(holds: pl.Expr) -> Rule:
    """The rule that the code of a region looks like REGION."""
    return Rule("code", "region", holds.fill_null(value=True), _("een code zonder @, komma of onzichtbaar teken"))


def _finite(column: str) -> Rule:
    return Rule(f"{column}_eindig", column, pl.col(column).is_finite().fill_null(True), _("een eindig getal"))


def _figure(column: str) -> Rule:
    holds = pl.col(column).is_finite() & (pl.col(column).abs() < LARGEST)
    return Rule(f"{column}_eindig", column, holds.fill_null(True), _("een eindig getal"))


def _known(column: str, words: Mapping[Any, object], *, nullable: bool) -> Rule:
    holds = pl.col(column).is_in(list(words))
    expected = _("een van: {names}").format(names=", ".join(words))
    return Rule(f"{column}_bekend", column, holds.fill_null(True) if nullable else holds, expected)


def _match(column: str, pattern: str) -> pl.Expr:
    """Which of these categorical texts match; every text is looked at once, not every row."""

    def found(texts: pl.Series) -> pl.Series:
        words = texts.unique().drop_nulls()
        return texts.is_in(words.filter(words.cast(pl.String).str.contains(pattern)).implode())

    return pl.col(column).map_batches(found, return_dtype=pl.Boolean)


def _number(key: Sequence[str]) -> pl.Expr:
    """A number per combination of categorical columns: several times quicker to compare than the combination."""
    number = pl.lit(0, pl.UInt64)
    for column in key:
        code = pl.col(column).to_physical().cast(pl.UInt64)
        number = number * (code.max() - code.min() + 1) + (code - code.min())
    return number


def once(key: Sequence[str], column: str, expected: str) -> Rule:
    """The rule that a key occurs in one row only."""
    return Rule("eenmaal", column, pl.struct(key).is_first_distinct(), expected)


def _indicator_rules() -> list[Rule]:
    score, reason = pl.col("score"), pl.col("score_reason")
    return [
        _finite("value"),
        _finite("score"),
        Rule("reden", "score", score.is_null() == reason.is_not_null(), _("een score, of een reden waarom niet")),
        _known("missing_reason", MISSING_REASONS, nullable=True),
        _known("score_reason", NO_SCORE_REASONS, nullable=True),
        _known("quartile", QUARTILES, nullable=True),
        _known("trend_direction", DIRECTIONS, nullable=True),
        Rule("rang", "rank", between(pl.col("rank"), pl.lit(1), pl.col("ranked")), _("een rang van 1 tot ranked")),
        once(("region", "indicator"), "region", _("elke regio één keer per indicator")),
    ]


def _theme_rules() -> list[Rule]:
    score, reason = pl.col("score"), pl.col("reason")
    return [
        _finite("score"),
        Rule("reden", "score", score.is_null() == reason.is_not_null(), _("een score, of een reden waarom niet")),
        _known("reason", NO_SCORE_REASONS, nullable=True),
        Rule("dekking", "present", between(pl.col("present"), pl.lit(0), pl.col("of")), _("hooguit `of`")),
        Rule("spreiding", "score", between(score, pl.col("low"), pl.col("high")), _("een score tussen low en high")),
        once(("region", "theme"), "region", _("elke regio één keer per thema")),
    ]
