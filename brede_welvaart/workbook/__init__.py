"""Projects as people write them: a workbook to fill in, and the project file; each gives the other without loss."""

from brede_welvaart.workbook.faults import WorkbookFault, copy_path, project_name
from brede_welvaart.workbook.flatten import flatten
from brede_welvaart.workbook.marking import annotate
from brede_welvaart.workbook.reading import Received, read_workbook
from brede_welvaart.workbook.safety import read_archive
from brede_welvaart.workbook.starter import Answers, starter_rows, starter_yaml
from brede_welvaart.workbook.writing import write_workbook
from brede_welvaart.workbook.yaml_file import project_yaml

__all__ = [
    "Answers",
    "Received",
    "WorkbookFault",
    "annotate",
    "copy_path",
    "flatten",
    "project_name",
    "project_yaml",
    "read_archive",
    "read_workbook",
    "starter_rows",
    "starter_yaml",
    "write_workbook",
]
