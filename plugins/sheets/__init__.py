"""Spreadsheets in and out: lists of the sources as an .xlsx, and an .xlsx as changes to them; the door of this room."""

from plugins.sheets.export import UnknownListError, export_lists
from plugins.sheets.transfer import Transfer, plan_import

__all__ = ["Transfer", "UnknownListError", "export_lists", "plan_import"]
