"""Acts of the talk: positions, those who share them, answers, summaries; reports and appeals."""

from sqlalchemy import Connection

from voting.services import flagging, moderating, summarising, talking
from web.demo.stage import Stage
from web.demo.story import Step

_POSITION = "position"


def speak(stage: Stage, step: Step) -> None:
    """Let a resident take a position, and others say "me too"."""
    values, number = step.values, stage.number(step)
    made = stage.builder.write(
        lambda c: talking.speak(
            c,
            stage.who(step),
            number,
            values["side"],
            values["words"],
            key=step.key.encode(),
            at=step.at,
        )
    )
    stage.keep(step, made.id)
    stage.each(
        step,
        lambda c, who: talking.share(c, who, number, made.id, wanted=True, at=step.at),
        but=stage.who(step),
    )


def respond(stage: Stage, step: Step) -> None:
    """Answer a question or a condition, as author of a solution or as moderator."""
    stage.builder.write(
        lambda c: talking.answer(
            c,
            stage.who(step),
            stage.number(step),
            stage.get(step),
            step.values["words"],
            key=step.key.encode(),
            at=step.at,
        )
    )


def summarise(stage: Stage, step: Step) -> None:
    """Publish a summary of the talk."""

    def body(connection: Connection) -> None:
        view = stage.view(connection, step)
        before = summarising.latest(connection, view)
        summarising.publish(
            connection,
            stage.who(step),
            view.number,
            step.values["words"],
            step.values["not_agreed"],
            seen=0 if before is None else before.version,
            at=step.at,
        )

    stage.builder.write(body)


def confirm(stage: Stage, step: Step) -> None:
    """Let those who took part confirm the newest summary, or say what is not right."""
    words = step.values.get("words", "")
    with stage.builder.database.read() as connection:
        newest = summarising.latest(connection, stage.view(connection, step))
    version = newest.version if newest else 0
    number = stage.number(step)
    stage.each(
        step,
        lambda c, who: summarising.reply(
            c, who, number, version, words, agrees=not words, at=step.at
        ),
    )


def flag(stage: Stage, step: Step) -> None:
    """Report a position, with the rule it breaks."""
    values, subject = step.values, stage.get(step)
    stage.builder.write(
        lambda c: flagging.flag(
            c,
            stage.who(step),
            _POSITION,
            subject,
            values["rule"],
            words=values.get("words", ""),
            at=step.at,
        )
    )


def dismiss(stage: Stage, step: Step) -> None:
    """Let a position stand that was reported, with the reason."""
    subject, reason = stage.get(step), step.values["reason"]
    stage.builder.write(
        lambda c: moderating.dismiss(c, stage.who(step), _POSITION, subject, reason, at=step.at)
    )


def hide(stage: Stage, step: Step) -> None:
    """Hide a position for breaking a rule."""
    values, subject = step.values, stage.get(step)
    case = stage.builder.write(
        lambda c: moderating.hide(
            c,
            stage.who(step),
            _POSITION,
            subject,
            values["rule"],
            reason=values["reason"],
            at=step.at,
        )
    )
    stage.keep(step, case.id)


def appeal(stage: Stage, step: Step) -> None:
    """Let the author of a hidden position appeal."""
    case, words = stage.get(step), step.values["words"]
    stage.builder.write(lambda c: moderating.appeal(c, stage.who(step), case, words, at=step.at))


def hear(stage: Stage, step: Step) -> None:
    """Let a second person decide the appeal."""
    case, values = stage.get(step), step.values
    stage.builder.write(
        lambda c: moderating.hear(
            c, stage.who(step), case, values["reason"], upheld=values["upheld"], at=step.at
        )
    )


ACTS = {
    "speak": speak,
    "respond": respond,
    "summarise": summarise,
    "confirm": confirm,
    "flag": flag,
    "dismiss": dismiss,
    "hide": hide,
    "appeal": appeal,
    "hear": hear,
}
