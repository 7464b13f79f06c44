"""How a foreign table was understood: what each heading and label is taken for, and the form to say otherwise."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, get_args

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update, set_props
from dash._no_update import NoUpdate
from dash.development.base_component import Component

from common.language import _
from common.moments import moment_words, now
from common.problem_rules import RULES
from common.problems import Refusal
from data.plan_store import StoredPlan
from etl.binding import (
    NOT_TAKEN,
    OWN,
    TARGETS,
    TOTAL,
    VALUES,
    Binding,
    Bindings,
    Kind,
    Said,
    figures_words,
    subject_words,
    subjects_of,
)
from etl.keeping import Upload
from etl.reading import Reading, read_return_file
from etl.remembering import remember, remember_choices
from etl.table import Axis, Choice
from etl.understanding import WHICH_FIGURES, WHICH_UNIT, Understanding, Understood, understandings
from etl.units import known_units
from indicators.plan import Plan
from layouts.calls import NotFromPageError, step_of
from layouts.components import card, problem_list, table
from layouts.edge import asks, current_viewer, writing
from layouts.identities import identity_words

KEPT = "binding-kept"
_SELECTS = tuple(one.name for one in fields(Said))
# What stands in a select for "as the heading says": a select has no empty value of its own.
_AS_READ = "as_read"
# More labels than this are no table of ours that somebody would go through one by one.
_MOST_ROWS = 60
# Whether a button takes back what was said.
_WITHDRAWS = {"binding-keep": False, "binding-withdraw": True}

Opened = tuple[StoredPlan, Upload, Choice]


def signal() -> Component:
    """What changes whenever something was kept, for the page to read its file again."""
    return dcc.Store(id=KEPT)


def binding_card(read: Reading, plan: Plan, choice: Choice) -> Component | None:
    """What was understood of a file's tables; open where something is left to be said, folded otherwise."""
    understood = understandings(read, plan)
    if not understood:
        return None
    is_asked = any(one.is_asked for one in understood)
    bound = next((one.binding for one in understood if not one.binding.is_empty), None)
    parts = [_form(one, plan, choice) for one in understood]
    return card(
        html.Details(
            [
                html.Summary(_summary(bound, plan, is_asked=is_asked)),
                html.P(_explanation(), className="note"),
                *parts,
                _buttons(is_bound=bound is not None),
                html.Div(id="binding-said", role="status"),
            ],
            open=is_asked,
            className="understood",
        ),
        title=_("How this table was understood"),
    )


def register(app: Dash, opened: Callable[..., Opened]) -> None:
    """Keep what was chosen, or take back what was said; `opened` gives the page's file and what is chosen beside it."""
    app.callback(
        Output(KEPT, "data"),
        Output("binding-said", "children"),
        Input("binding-keep", "n_clicks"),
        Input("binding-withdraw", "n_clicks"),
        State(_select_id(ALL, ALL, ALL, ALL), "id"),
        State(_select_id(ALL, ALL, ALL, ALL), "value"),
        State("returns-file", "contents"),
        State("returns-file", "filename"),
        State("address", "search"),
        State("returns-region", "value"),
        State("returns-period", "value"),
        prevent_initial_call=True,
    )(asks("submit")(lambda *pressed_and_page: _on_press(opened, *pressed_and_page)))
    app.callback(
        Output("binding-said", "children", allow_duplicate=True),
        Input(_select_id(ALL, ALL, ALL, ALL), "value"),
        prevent_initial_call=True,
    )(asks("submit")(_on_choice))


def _on_choice(_values: list[str | None]) -> Component | NoUpdate:
    """What is chosen and not yet confirmed is not heeded: until it is, the file as it was read is not taken in."""
    if len(ctx.triggered) != 1:
        # The selects have just come onto the page, all at once.
        return no_update
    for button_id in ("returns-take", "returns-submit"):
        set_props(button_id, {"disabled": True})
    words = _("What you chose is not confirmed yet. Press the button above, and the file is read so.")
    return html.P(words, className="note")


def _on_press(
    opened: Callable[..., Opened],
    keep_clicks: int | None,
    withdraw_clicks: int | None,
    places: list[dict[str, str]],
    values: list[str | None],
    *page: str | None,
) -> tuple[str | NoUpdate, Component | NoUpdate]:
    if not (keep_clicks or withdraw_clicks) or not page[0]:
        # The buttons have just come onto the page, or its file was put away.
        return no_update, no_update
    if len(places) != len(values):
        raise NotFromPageError("selects without values")
    return keep(opened, page, zip(places, values, strict=True), pressed=ctx.triggered_id)


def keep(
    opened: Callable[..., Opened],
    page: Iterable[str | None],
    chosen: Iterable[tuple[Mapping[str, str], str | None]],
    *,
    pressed: str | None,
) -> tuple[str | NoUpdate, Component | NoUpdate]:
    """Keep what was chosen of the file on the page, or nothing of it any more; or say why it was not kept."""
    try:
        stored, upload, choice = opened(*page)
        unaided = read_return_file(upload.base_name, upload.content, stored.plan, choice)
        with writing() as session:
            if step_of(pressed, _WITHDRAWS):
                forms = {one.form: Binding() for one in understandings(unaided, stored.plan)}
                remember(session, stored.plan_id, current_viewer(), choice, forms)
            else:
                remember_choices(session, stored, current_viewer(), choice, unaided, _said(chosen))
            session.commit()
    except Refusal as refusal:
        return no_update, problem_list(refusal.problems)
    except PermissionError:
        return no_update, html.P(_("You may not say how files of this region are read. Nothing was kept."))
    return now().isoformat(), no_update


def _said(chosen: Iterable[tuple[Mapping[str, str], str | None]]) -> Bindings:
    """What the selects of the page say, by form, and there by heading or label."""
    parts: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    for place, value in chosen:
        if place["kind"] not in get_args(Kind) or place["what"] not in _SELECTS:
            raise NotFromPageError(place["what"])
        parts[(place["form"], place["kind"], place["name"])][place["what"]] = "" if value in (None, _AS_READ) else value
    said: dict[str, dict[str, dict[str, Said]]] = defaultdict(lambda: {"columns": {}, "rows": {}})
    for (form, kind, name), words in parts.items():
        said[form][kind][name] = Said(**words)
    return {form: Binding(one["columns"], one["rows"]) for form, one in said.items()}


def _select_id(form: Any, kind: Any, name: Any, what: Any) -> dict[str, Any]:
    """The id of a select: `what` is said in it (a field of Said) of which heading or label of which form."""
    return {"type": "binding", "form": form, "kind": kind, "name": name, "what": what}


def _summary(bound: Binding | None, plan: Plan, *, is_asked: bool) -> str:
    if is_asked:
        return _("Something is not clear: please say what it stands for")
    if bound is not None and bound.bound_at is not None:
        who = identity_words(bound.bound_by, plan.region_by_code)
        return _("Read as {who} said, {moment}", who=who, moment=moment_words(bound.bound_at))
    return _("Everything was understood; look at it, or correct it")


def _explanation() -> str:
    return _(
        "What you say holds for this file, and for the next one whose headings are the same but for the period. It is "
        "kept with your name, and noted wherever it is used."
    )


def _buttons(*, is_bound: bool) -> Component:
    return html.Div(
        [
            dmc.Button(_("That is right: read it so, also next time"), id="binding-keep", className="button"),
            dmc.Button(
                _("Forget what was said, and read it anew"),
                id="binding-withdraw",
                className="button",
                display=None if is_bound else "none",
            ),
        ],
        className="form",
    )


def _form(understood: Understanding, plan: Plan, choice: Choice) -> Component:
    """The headings and labels of one form of table, each with what it is taken for."""
    left_out = len(understood.rows) - _MOST_ROWS
    too_many = _("{count} more rows are not understood either; mend those in the file.", count=left_out)
    return html.Div(
        [
            _Part(understood.form, "columns", understood.axis, plan, choice).table(understood.columns),
            _Part(understood.form, "rows", understood.axis, plan, choice).table(understood.rows[:_MOST_ROWS]),
            html.P(too_many, className="note") if left_out > 0 else None,
        ]
    )


@dataclass(frozen=True)
class _Part:
    """The columns of a form of table, or its rows."""

    form: str
    kind: Kind
    axis: Axis
    plan: Plan
    choice: Choice

    def table(self, many: Sequence[Understood]) -> Component | None:
        """What is asked about first, the rest in its order."""
        if not many:
            return None
        shown = sorted(many, key=lambda one: not one.asked)
        of_columns = self.kind == "columns"
        with_unit = any(self._asks_unit(one) for one in shown)
        head = [_("Cell"), _("Heading") if of_columns else _("Label"), _("Taken for")]
        head += [_("Figures")] if of_columns else []
        head += [_("Unit")] if with_unit else []
        return table(
            head,
            [self._row(one)[: len(head)] for one in shown],
            caption=_("Columns") if of_columns else _("Rows that are not clear, and totals"),
            figures=(),
        )

    def _row(self, one: Understood) -> list[Component | str | None]:
        place = html.Span(f"{one.sheet}!{one.cell}", className="place")
        words = html.Span([*_marks(one), one.text or _("(no heading)")], className="wrap")
        figures = [self._figures(one)] if self.kind == "columns" else []
        return [place, words, self._subject(one), *figures, self._unit(one) if self._asks_unit(one) else None]

    def _subject(self, one: Understood) -> Component:
        return self._select(one, "subject", _("Taken for"), one.said.subject or None, self._subjects())

    def _subjects(self) -> dict[str, str]:
        """What a heading or a label here can stand for, in words."""
        kinds = subjects_of(self.kind, self.axis)
        named = {kind: subject_words(kind) for kind in (OWN, TOTAL) if kind in kinds}
        indicators = {f"indicator:{one.code}": one.name for one in self.plan.indicators if "indicator" in kinds}
        regions = {f"region:{one.code}": one.full_name for one in self.plan.regions if "region" in kinds}
        return {NOT_TAKEN: subject_words(NOT_TAKEN), **named, **indicators, **regions}

    def _figures(self, one: Understood) -> Component:
        """Which figures a column holds; where its heading leaves that open, nothing is chosen beforehand."""
        is_open = bool(one.asked & WHICH_FIGURES) and not one.said.figures
        words = {
            _AS_READ: self._as_read(one),
            VALUES: figures_words(VALUES, self.choice),
            TARGETS: figures_words(TARGETS, self.choice),
        }
        return self._select(one, "figures", _("Figures"), None if is_open else one.said.figures or _AS_READ, words)

    def _as_read(self, one: Understood) -> str:
        if one.period is None or one.said.figures:
            return _("as the heading says")
        if one.role == "target":
            return _("as the heading says: {what}", what=_("targets"))
        return _("as the heading says: {what}", what=_("values of {period}", period=one.period.words()))

    def _asks_unit(self, one: Understood) -> bool:
        return bool(one.asked & WHICH_UNIT) or bool(one.said.unit)

    def _unit(self, one: Understood) -> Component:
        indicator = self.plan.indicator_by_code.get(one.said.code)
        units = known_units(indicator) if indicator else ()
        return self._select(one, "unit", _("Unit"), one.said.unit or None, {unit: unit for unit in units})

    def _select(self, one: Understood, what: str, label: str, value: str | None, words: Mapping[str, str]) -> Component:
        """A select that is named for who does not see the table around it."""
        return dmc.Select(
            id=_select_id(self.form, self.kind, one.name, what),
            label=f"{label}: {one.text} ({one.cell})",
            classNames={"label": "unseen"},
            placeholder=_("please choose"),
            value=value,
            data=[{"value": code, "label": said} for code, said in words.items()],
            searchable=True,
            allowDeselect=False,
        )


def _marks(one: Understood) -> Iterator[Component]:
    """Whether something is to be said here (or else nothing is taken in), and whether it was said before."""
    if one.asked:
        severity = "hard" if any(RULES[code].severity == "hard" for code in one.asked) else "note"
        yield html.Span(_("please say"), className=f"severity {severity}")
    if one.is_by_hand:
        yield html.Span(_("said by hand"), className="severity note")
