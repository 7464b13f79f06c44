"""The words for the codes a plan uses and for what people may do; docs/glossary.md explains them."""

from common.language import _, mark

TERMS: dict[str, str] = {
    "binding": mark("binding"),
    "anticipatory": mark("anticipatory"),
    "amount": mark("amount"),
    "rate": mark("rate"),
    "milestone": mark("milestone"),
    "at_period_end": mark("at the period's end"),
    "by_year": mark("by year"),
    "over_the_plan": mark("over the plan"),
    "increase": mark("more is better"),
    "decrease": mark("less is better"),
    "hold": mark("to be held"),
    "range": mark("within a range"),
    "unconfirmed": mark("not stated by the plan"),
    "sum": mark("sum of the regions"),
    "ratio_of_sums": mark("ratio of the regions' sums"),
    "own": mark("reported for the whole"),
    "none": mark("not added up"),
    "county": mark("the regions"),
    "city": mark("the city"),
    "both": mark("the city and the regions"),
    "official": mark("official"),
    "simulated": mark("simulated data"),
    "not_sent": mark("not sent"),
    "draft": mark("a draft"),
    "submitted": mark("submitted"),
    "approved": mark("approved"),
    "sent_back": mark("sent back"),
    "superseded": mark("superseded by a newer revision"),
    # Roles, and what they may do (common/viewer.py)
    "leader": mark("leader"),
    "analyst": mark("analyst"),
    "reviewer": mark("reviewer"),
    "administrator": mark("administrator"),
    "auditor": mark("auditor"),
    "operator": mark("command line"),
    "see_approved": mark("see approved figures"),
    "see_drafts": mark("see drafts and what is submitted"),
    "submit": mark("send returns and submit them"),
    "approve": mark("approve returns or send them back"),
    "confirm": mark("confirm how targets are read"),
    "see_people": mark("see people and what they may do"),
    "manage_people": mark("add people, change and disable them"),
    "manage_plans": mark("bring plans in"),
    "see_audit": mark("read the audit trail"),
}

# What is done to whom, as the audit trail has it.
ACTIONS: dict[str, str] = {
    "sign_in": mark("signed in"),
    "sign_in_failed": mark("failed to sign in"),
    "sign_out": mark("signed out"),
    "sign_out_everywhere": mark("signed out everywhere"),
    "add_person": mark("added an account"),
    "change_person": mark("changed an account"),
    "disable_person": mark("disabled an account"),
    "enable_person": mark("enabled an account again"),
    "reset_password": mark("gave a new first password"),
    "change_password": mark("changed their own password"),
    "change_password_failed": mark("gave a wrong present password"),
    "save_plan": mark("stored a version of a plan"),
    "confirm": mark("said how a target is meant"),
    "bind": mark("said how a form is read"),
    "take_in": mark("sent a return"),
    "reject_file": mark("sent a file that was refused"),
    "submit": mark("submitted a return"),
    "approve": mark("approved a return"),
    "send_back": mark("sent a return back"),
    "make_briefing": mark("made a briefing"),
    "download_table": mark("downloaded a table"),
    "download_template": mark("downloaded a template"),
    "download_file": mark("downloaded the original file"),
    "download_marked": mark("downloaded the marked file"),
}


def action_words(code: str) -> str:
    """What an entry of the audit trail says was done; one of another version's as it is."""
    return _(ACTIONS[code]) if code in ACTIONS else code


def term(code: str) -> str:
    """The word for a code in the language in use."""
    return _(TERMS[code])
