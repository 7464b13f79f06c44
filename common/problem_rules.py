"""The words of every problem: what is wrong, and what to do next. One catalogue, each with its severity.

A `hard` problem blocks, a `soft` one asks for an explanation (common/problems.py adds how), a `note` informs. tests/etl/test_rules.py holds, for
each, an example that breaks the rule and one that does not.
"""

from dataclasses import dataclass
from typing import Literal

from common.language import mark

Severity = Literal["hard", "soft", "note"]
# What a soft problem asks for; fewer characters explain nothing: 无, 正常.
SHORTEST_EXPLANATION = 4


@dataclass(frozen=True)
class Rule:
    """What a problem's code stands for: how severe it is and its words, with {placeholders} for its params."""

    severity: Severity
    words: str


RULES: dict[str, Rule] = {
    # The plan and what its owner says about it
    "fact_without_place": Rule("note", mark("An approved figure of {indicator} in {region} for {period} has no place in this version of the plan and was left out. Put it back into the plan, or correct the return.")),
    "target_not_judged": Rule("note", mark("{indicator} in {region}: the target “{value}” cannot be judged yet, because {reason}. Settle it on the indicator's page or with app.py plan confirm.")),
    "other_rule_set": Rule("hard", mark("The plan “{plan}” is judged by rule set {value}, and this program has {known}. Use the program it was judged by, or import the plan again with the new rule set.")),
    "direction_is_declared": Rule("hard", mark("The plan itself declares this indicator's direction ({declared}). Change it in the plan and import that, if it is wrong.")),
    "not_below_baseline": Rule("hard", mark("The target “{value}” is not below its baseline; there is nothing to acknowledge.")),
    "confirmation_does_not_fit": Rule("hard", mark("With this the target “{value}” could not be judged: {reason}. Say it otherwise.")),
    "unknown_direction": Rule("hard", mark("“{value}” is no direction; it is one of {known}.")),
    "reading_not_understood": Rule("hard", mark("“{text}” is not understood as a target. Write a number with a comparator and the indicator's unit, like ≥50家 or ≤30%.")),
    "target_not_in_plan": Rule("hard", mark("The plan has no target for {indicator} in {region}. Choose one of the plan's indicators and regions.")),
    # The file as a whole
    "more_problems": Rule("note", mark("From here on there are more problems of the kind listed before; the first {count} are listed. Mend those first.")),
    "file_missing": Rule("hard", mark("There is no file {file}. Check its name and folder.")),
    "file_too_large": Rule("hard", mark("The file has {size} MB; at most {limit} MB are taken. Remove pictures and empty rows, or send the sheets one by one.")),
    "not_a_workbook": Rule("hard", mark("{file} is neither a workbook nor a table as text, whatever its name says. Open it in Excel or WPS, save it as .xlsx and send that.")),
    "workbook_locked": Rule("hard", mark("{file} is protected by a password. Open it with the password, remove that (File, Protect, Encrypt with password: leave it empty), save it and send it again.")),
    "workbook_of_wps": Rule("hard", mark("{file} is kept in a way only the program that wrote it reads, like the .et of older WPS. Open it in WPS, choose Save as, Microsoft Excel file (*.xlsx), and send that.")),
    "workbook_is_xlsb": Rule("hard", mark("{file} is a binary workbook (.xlsb), which is not read here. Open it in Excel or WPS, save it as .xlsx and send that.")),
    "workbook_is_web_page": Rule("hard", mark("{file} is a web page or XML under the name of a workbook, as some systems give it out. Open it in Excel or WPS, save it as .xlsx and send that.")),
    "old_workbook_unclear": Rule("hard", mark("{file} is an old workbook (.xls or .et) of which two independent programs do not read the same, so that none of its figures is certain. Open it in Excel or WPS, save it as .xlsx and send that.")),
    "text_not_decoded": Rule("hard", mark("{file} is a text whose characters are neither Unicode (UTF-8, UTF-16) nor Chinese (GBK, GB18030). Open it in Excel or WPS, save it as .xlsx and send that.")),
    "text_figure_split": Rule("hard", mark("In {file} commas part the columns, and a row has more columns than its heading: a figure like 1,234 was parted at its own comma. Write figures without commas, or save the table as .xlsx and send that.")),
    "workbook_broken": Rule("hard", mark("{file} is damaged and cannot be opened as a workbook. Open it in Excel or WPS, save it again as .xlsx and send that.")),
    "workbook_too_much": Rule("hard", mark("{file} holds far more cells than a return can. Delete the empty rows and columns below and beside the table (also far away: press Ctrl+End), and save again.")),
    "external_link": Rule("note", mark("Some cells of this workbook take their figures from other files. Those were not opened: what was kept here of them was read. Check that it is up to date.")),
    "hidden_sheet": Rule("note", mark("The hidden sheet “{value}” was not read. If it holds figures, unhide it and send the file again.")),
    "hidden_cells": Rule("note", mark("Some rows or columns of this sheet are hidden; they were read like the others. If they should not count, remove them.")),
    "nothing_to_take": Rule("hard", mark("No figure was found in {file}: its table names regions or indicators, but no cell could be taken. Check the headings, and that the table is filled in.")),
    "second_table": Rule("hard", mark("A second table begins in this row. Put it on a sheet of its own.")),
    "no_table": Rule("hard", mark("No table was found: no column holds names of this plan's regions or indicators. Check that the right file and plan were chosen.")),
    # What the table is about
    "template_damaged": Rule("hard", mark("This is a template of Dabiao, but the program no longer finds {missing} in it. Download the template again and copy the figures over.")),
    "template_of_other_form": Rule("hard", mark("This template has the form {value}, and this program reads form {known}. Download the template again and copy the figures over.")),
    "template_of_other_plan": Rule("hard", mark("This template belongs to the plan {value}, not to {plan}. Choose that plan, or download the right template.")),
    "template_names_lost": Rule("hard", mark("This is a template of Dabiao that lost the names it is read by, as happens when it is saved as text (.csv) or its sheet is copied; and its title and headings no longer say what it lacks. Send the .xlsx itself, or choose region and period and put the headings back as they were.")),
    "templates_in_one_file": Rule("hard", mark("The sheets {sheets} were copied together from several templates, and a template is read alone. Send each template as a file of its own, as it was downloaded.")),
    "template_read_by_keys": Rule("note", mark("This template lost the names it is read by, as happens when it is saved as text (.csv) or its sheet is copied; it was read by its keys and headings. Please send the .xlsx itself next time.")),
    "template_region_unknown": Rule("hard", mark("“{value}” is not a region of this plan. Write the region's code or name in this cell, like {example}, or download the template again.")),
    "template_period_unclear": Rule("hard", mark("“{value}” does not name a quarter. Write it in this cell like 2024Q3 or 2024年三季度, or download the template again.")),
    "title_differs": Rule("hard", mark("The title says {found}, but this file is for {known}. Correct the one that is wrong, or download the right template.")),
    "lines_missing": Rule("note", mark("The lines of {lines} are asked for and are not in the file any more: they count as not reported. Download the template again if there are figures for them.")),
    "unknown_key": Rule("hard", mark("The line's key “{value}” names no figure of this plan. Copy the key from a fresh template, or clear the figure.")),
    "rate_typed_over": Rule("hard", mark("This rate is worked out from the two counts below it, and {value} is not what they come to. Clear this cell, and give the counts.")),
    "rate_of_nothing": Rule("note", mark("The rate is 0 and the counts it is made of are empty: it was not taken. Fill the counts in, 0 where there are none.")),
    "key_and_label_differ": Rule("hard", mark("This line says {label}, but its key stands for {indicator}. Put the cells of the line together again, or copy the figures into a fresh template.")),
    "sheet_beside_template": Rule("note", mark("The sheet “{value}” holds figures, but only the template's own sheet was read. Put them there if they should count.")),
    "half_a_rate": Rule("hard", mark("{indicator} in {region}, {period}: of the two counts that make the rate only this one is given. Give both, or neither.")),
    "rate_has_counts": Rule("hard", mark("{indicator} in {region} is made of counts for {period} ({numerator} of {denominator}), and {figure} is not what they come to. Send the counts instead of the rate.")),
    "rate_above_all": Rule("hard", mark("{indicator} in {region} is {figure} for {period}, but by the plan it is “{numerator}” out of “{denominator}”, which cannot be more than all of them. Correct it.")),
    "rate_above_whole": Rule("soft", mark("{indicator} in {region} is {figure} for {period}, more than the whole.")),
    "explanation_too_long": Rule("hard", mark("The explanation has {count} characters, and at most {limit} are kept. Shorten it; what must be said at length belongs into a document of its own.")),
    "explained_but_empty": Rule("note", mark("An explanation stands beside an empty cell, and neither was taken. Write the figure, or - where there is none.")),
    "region_not_named": Rule("hard", mark("The table does not say which region it reports for. Choose the region and load the file again.")),
    "region_differs": Rule("hard", mark("The file reports for {found}, but {chosen} was chosen. Choose the right region or the right file.")),
    "row_not_named": Rule("hard", mark("This row holds figures but names no region. Write the region's name, or remove the figures.")),
    "unknown_region": Rule("hard", mark("“{value}” is not a region of this plan, but figures stand beside it. Correct the name, or remove the row.")),
    "period_not_named": Rule("hard", mark("This column does not say which period it is for. Choose the period, or write the year in the heading.")),
    "period_differs": Rule("hard", mark("This is for {found}, but {chosen} was chosen. Choose the right period or the right file.")),
    "period_unclear": Rule("hard", mark("“{value}” is neither a quarter nor a whole year. Write it like 2024年三季度, or 2024年 for the year's end.")),
    "column_ambiguous": Rule("hard", mark("“{value}” could be the target or the value of that year. Write {year}年目标值 or {year}年完成值 in the heading.")),
    "unit_not_named": Rule("hard", mark("{indicator} is asked in {asked} but printed in {unit}, and no unit is named here. Write the unit in brackets behind the name.")),
    "unit_converted": Rule("note", mark("The figures of {indicator} are in {found}; they were converted to {expected}.")),
    "unit_differs": Rule("hard", mark("The heading says {found}, but the plan counts {indicator} in {expected}. Convert the figures and correct the heading.")),
    "unknown_column": Rule("note", mark("The heading “{value}” does not say that these are values or targets of the plan; the column was not taken. If it should be, write the period and 完成值 in the heading.")),
    "bound_by_hand": Rule("note", mark("“{value}” was read as: {meaning}, as {who} said on {day}. If that no longer holds, say it anew on the page of returns.")),
    "unknown_indicator": Rule("note", mark("“{value}” is not an indicator of this plan; its figures were not taken. If it should be one, correct the name.")),
    "nothing_asked": Rule("hard", mark("Nothing is asked of {region} for {period}. Choose a region that reports and a period of the plan after its baseline.")),
    "not_allowed": Rule("hard", mark("You may not report for {region}. Ask the bureau's reviewer, or choose another region.")),
    # One cell
    "subtotal": Rule("note", mark("The row “{value}” is a subtotal and was not taken.")),
    "rate_rounded": Rule("note", mark("The rate {value} has more digits than are kept; it was taken as {taken}.")),
    "not_a_number": Rule("hard", mark("“{value}” is not a number. Write only the figure, without words or units.")),
    "no_figure_in_words": Rule("hard", mark("“{value}” can mean that there are none or that there is no figure. Write 0 where there are none; - where there is no figure, with the reason beside it.")),
    "percent_sign_missing": Rule("hard", mark("“{value}” has no percent sign, so it could be meant a hundred times larger or smaller. Write it like {value}%.")),
    "share_or_percent": Rule("hard", mark("“{value}” has no percent sign, so it could mean {share} or {value}%. Write which of them it is, with the sign.")),
    "percent_unexpected": Rule("hard", mark("“{value}” is a percentage, but {indicator} is asked in {asked}. Write the amount itself.")),
    "neither_done_nor_open": Rule("hard", mark("“{value}” says neither that it is done nor that it is not. Write 1 when it is done and 0 when it is not.")),
    "negative_value": Rule("hard", mark("{indicator} cannot be negative. Check the sign.")),
    "part_of_a_unit": Rule("hard", mark("“{value}” is finer than {indicator} can be counted: it is asked in whole {asked}. Check the figure and its unit.")),
    "number_too_large": Rule("hard", mark("“{value}” is too large to be a figure of this indicator. Check the number of digits and the unit.")),
    "error_cell": Rule("hard", mark("The cell holds the error {value}. Correct the formula, or write the figure.")),
    "scaled_format": Rule("hard", mark("The cell is formatted to show its figure smaller than it is ({value} is stored). Use an ordinary number format, and write the unit in the heading.")),
    "formula_without_value": Rule("hard", mark("The cell holds a formula whose result was not saved. Open the file in Excel or WPS, save it and send it again.")),
    "two_values": Rule("hard", mark("{indicator} of {region} for {period} stands here and in {other}. Keep one of the two.")),
    "not_applicable_here": Rule("hard", mark("According to the plan {indicator} does not apply to {region}, but a figure is reported. Remove it, or ask the bureau to correct the plan.")),
    "total_mismatch": Rule("hard", mark("The total of {indicator} is printed as {printed}, but its {count} rows add up to {computed}. Correct the row or the total that is wrong.")),
    "blank": Rule("note", mark("The cell is empty: {indicator} counts as not reported. If there is a figure, fill it in.")),
    "no_value": Rule("note", mark("“{value}” says that there is no figure for {indicator}; none was taken. If there is one, fill it in.")),
    "gap_unexplained": Rule("note", mark("“{value}” gives no figure for {indicator}, which the plan asks of {region}; none was taken. Write beside it why there is none: it helps whoever reviews the return.")),
    "not_applicable": Rule("note", mark("“{value}” says that {indicator} does not apply to {region}; no figure was taken.")),
    "target_differs": Rule("note", mark("The file gives {value} as the target of {indicator} for {region}; the plan says {expected}. The plan's target counts.")),
    "baseline_differs": Rule("note", mark("The file gives {found} for {indicator} of {region} in the baseline period; the plan says {expected}. Please check which one is right.")),
    # Figures beside one another, and beside those known before
    "numerator_above_denominator": Rule("hard", mark("{indicator} of {region} for {period}: the numerator {numerator} is larger than the denominator {denominator}. Correct the one that is wrong.")),
    "zero_denominator": Rule("hard", mark("{indicator} of {region} for {period}: the denominator is 0, but the numerator is {numerator}. Correct the one that is wrong.")),
    "rate_unlike_its_parts": Rule("soft", mark("{indicator} of {region} for {period} is reported as {figure}, but {numerator} of {denominator} come to {computed}.")),
    "more_than_there_should_be": Rule("soft", mark("{indicator} of {region} for {period} is {figure}, but {whole} is only {denominator}.")),
    "magnitude_unlike_last": Rule("soft", mark("{indicator} of {region} for {period} is {figure}, and was {before} for {earlier}: about ten thousand times as much or as little. Check whether the unit was taken for 万.")),
    "magnitude_unlike_plan": Rule("soft", mark("{indicator} of {region} for {period} is {figure}, but the plan speaks of {before}: about ten thousand times as much or as little. Check whether the unit was taken for 万.")),
    "running_total_shrinks": Rule("soft", mark("{indicator} of {region} is a running total, but is {figure} for {period} and was {before} for {earlier} already. Write the total so far, not the quarter's own figure.")),
    "jump_since_last": Rule("soft", mark("{indicator} of {region} for {period} is {figure}, and was {before} when last reported, for {earlier}: more than {rise} up or {fall} down.")),
    "jump_since_last_year": Rule("soft", mark("{indicator} of {region} for {period} is {figure}, and was {before} in the same quarter of last year, {earlier}: more than {rise} up or {fall} down.")),
    "falls_but_should_rise": Rule("soft", mark("By the plan {indicator} should rise; in {region} it is {figure} for {period} and was {before} for {earlier}.")),
    "rises_but_should_fall": Rule("soft", mark("By the plan {indicator} should fall; in {region} it is {figure} for {period} and was {before} for {earlier}.")),
    "relation_broken": Rule("hard", mark("In {region} for {period}, {left} is {left_figure}; it must be {comparator} {right}, which is {right_figure}: {words}. Correct the figure that is wrong.")),
    "relation_doubtful": Rule("soft", mark("In {region} for {period}, {left} is {left_figure}; it should be {comparator} {right}, which is {right_figure}: {words}.")),
    # What becomes of a return
    "unknown_return": Rule("hard", mark("There is no return {value}, or it is not yours to see. Look for it in the list of returns.")),
    "not_waiting": Rule("hard", mark("Nothing was changed: revision {revision} is {state} by now. Look at the return again.")),
    "explanation_missing": Rule("hard", mark("{count} unusual figures are not explained. Correct them, or write an explanation of at least {least} characters beside them, and load the file again.")),
    "correction_without_reason": Rule("hard", mark("Approved figures are corrected by this. Write the reason of the correction.")),
    "send_back_without_reason": Rule("hard", mark("Write the reason why the return is sent back.")),
    # The plan and the question
    "plan_file_broken": Rule("hard", mark("{file}, line {line}: {reason}")),
    "plan_changes_meaning": Rule("hard", mark("The new version of the plan changes the {field} of indicator {code}, but figures are stored under it. Give the changed indicator a new code.")),
    "not_initialised": Rule("hard", mark("The database is empty or of another version. Run “python app.py init” first.")),
    "database_not_reached": Rule("hard", mark("The database {url} cannot be used: {reason}. Check DABIAO_DATABASE_URL, and that the database is running.")),
    "address_not_free": Rule("hard", mark("Dabiao cannot serve on {host}:{port} ({reason}). Stop the program that is there, or choose another DABIAO_HOST or DABIAO_PORT.")),
    "spark_not_named": Rule("hard", mark("No Spark cluster is named. Set DABIAO_SPARK_MASTER to its address, like spark://host:7077, or leave --engine out.")),
    "spark_not_installed": Rule("hard", mark("PySpark is not installed. Install what requirements-scale.lock lists, or leave --engine out.")),
    "spark_not_reached": Rule("hard", mark("The Spark cluster {master} cannot be used: {reason}. Check DABIAO_SPARK_MASTER, that the cluster is running with a free worker, and that Java 17 or newer is installed here.")),
    "period_outside_plan": Rule("hard", mark("This is for {found}, which is not within the plan's time. Check the year.")),
    "unknown_plan": Rule("hard", mark("There is no plan “{plan}”. Known plans: {known}.")),
    "plan_not_named": Rule("hard", mark("There is more than one plan, so say which: {known}.")),
    "plan_not_known_then": Rule("hard", mark("At {moment} no version of the plan “{plan}” was known yet. Choose a later moment.")),
    "region_not_in_plan": Rule("hard", mark("Region “{region}” is not in this plan. Its regions: {known}.")),
    "indicator_not_in_plan": Rule("hard", mark("Indicator “{indicator}” is not in this plan. Its indicators: {known}.")),
    "bad_period": Rule("hard", mark("“{value}” is not a period. Write a quarter like 2023Q4.")),
    "bad_day": Rule("hard", mark("“{value}” is not a day. Write it like 2025-06-30.")),
    "no_figures": Rule("hard", mark("There is no approved figure for {period}. Periods with figures: {known}.")),
    "no_figures_yet": Rule("hard", mark("The plan “{plan}” has no approved figures yet. Send returns and have them approved first.")),
    "output_not_writable": Rule("hard", mark("{file} cannot be written ({reason}). Choose another folder or close the program that has it open.")),
}  # fmt: skip
