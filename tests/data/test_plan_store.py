"""Plans are kept in versions."""

from dataclasses import replace
from datetime import timedelta

import pytest

from common.problems import Refusal
from common.viewer import Viewer
from data.database import Database
from data.plan_store import load_plan, save_plan
from indicators.plan import Check, Indicator, Plan


def test_a_plan_comes_back_as_it_was_stored(loaded: Database, wenzhou: Plan) -> None:
    with loaded.reading() as session:
        stored = load_plan(session)
    assert (stored.plan, stored.version, stored.loaded_by) == (wenzhou, 1, "command-line")


def test_the_same_plan_again_is_no_new_version(loaded: Database, wenzhou: Plan, operator: Viewer) -> None:
    with loaded.writing() as session:
        assert save_plan(session, wenzhou, operator).version == 1


def test_a_changed_plan_is_a_new_version_and_the_old_one_stays(
    loaded: Database, wenzhou: Plan, operator: Viewer
) -> None:
    changed = replace(wenzhou, approved_by="another document")
    with loaded.writing() as session:
        first = load_plan(session)
        second = save_plan(session, changed, operator)
        session.commit()
    assert (second.version, second.plan) == (2, changed)
    with loaded.reading() as session:
        assert load_plan(session).plan == changed
        assert load_plan(session, as_of=second.loaded_at - timedelta(microseconds=1)).plan == wenzhou
        with pytest.raises(Refusal, match="no version of the plan"):
            load_plan(session, "wenzhou-2025", first.loaded_at - timedelta(microseconds=1))


def test_a_plans_checks_are_kept_with_its_version(loaded: Database, wenzhou: Plan, operator: Viewer) -> None:
    checks = (
        Check("parks_below", "parks", "<=", "charities + 10", "hard", "按定义"),
        Check("a_few", "charities", ">=", "1", "soft", "按定义"),
    )
    with loaded.writing() as session:
        first = load_plan(session)
        assert save_plan(session, replace(wenzhou, checks=checks), operator).version == 2
        session.commit()
    with loaded.reading() as session:
        assert load_plan(session).plan.checks == checks
        assert load_plan(session, as_of=first.loaded_at).plan.checks == ()


@pytest.mark.parametrize(("field", "value"), [("unit", "人"), ("scale", 3), ("kind", "rate")])
def test_what_stored_figures_mean_cannot_change_under_one_code(
    loaded: Database, wenzhou: Plan, operator: Viewer, field: str, value: str | int
) -> None:
    jobs = wenzhou.indicator_by_code["jobs"]
    changed: Indicator = replace(jobs, **{field: value})  # type: ignore[arg-type]
    plan = replace(wenzhou, indicators=tuple(changed if one == jobs else one for one in wenzhou.indicators))
    with loaded.writing() as session, pytest.raises(Refusal, match=f"changes the {field} of indicator jobs"):
        save_plan(session, plan, operator)


def test_plans_are_asked_for_by_name(loaded: Database, wenzhou: Plan, operator: Viewer) -> None:
    with loaded.writing() as session:
        save_plan(session, replace(wenzhou, slug="other"), operator)
        session.commit()
    with loaded.reading() as session:
        assert load_plan(session, "other").plan.slug == "other"
        with pytest.raises(Refusal, match="for example: other"):
            load_plan(session, "nowhere")
        with pytest.raises(Refusal, match="more than one plan"):
            load_plan(session)


def test_without_any_plan_the_way_out_is_named(database: Database) -> None:
    with database.reading() as session, pytest.raises(Refusal, match="app.py init"):
        load_plan(session)
