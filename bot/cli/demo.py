"""`jalon demo`: the sandbox, its chat page and the real bot on SQLite, with nothing configured."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import click
from pydantic import SecretStr
from sqlalchemy import Connection

from bot import logs
from bot.application import Jalon, new_id
from bot.cli.scenario import AGENT, LINES
from bot.cli.seeding import finished
from bot.clock import ShiftedClock
from bot.delivery.rates import RateLimits
from bot.reminders import rules
from bot.sandbox.client import Person, World
from bot.sandbox.limits import UNHURRIED, Limits
from bot.sandbox.server import Sandbox, SandboxServer
from bot.settings import Settings
from bot.storage import dossiers, memberships, people, plans, readings, versions
from bot.storage.database import Database, migrate
from bot.storage.memberships import Role
from domain.dialogue.dossier import Dossier
from domain.dialogue.survey import survey
from domain.projection import plan_from
from domain.questionnaire import SCRIPT

TOKEN = "1234567:sandbox-token-for-demonstrations-only"  # noqa: S105 - opens nothing but the sandbox
LIFE = timedelta(days=150)
"""How long ago the finished example was adopted."""
HISTORY: Mapping[str, tuple[float, ...]] = {
    "Habitants accompagnés par mois": (18, 21, 24, 23, 29),
    "Délai moyen d’instruction": (62, 60, 59, 61, 57),
}
"""Monthly values of the finished example, by KPI, oldest first."""
HINTS = (
    {
        "title_fr": "Commencer un plan",
        "title_en": "Start a plan",
        "steps_fr": [
            "Dans la colonne de Claire, touchez « Démarrer », puis acceptez.",
            "Répondez en écrivant ou en touchant les boutons. « Je ne sais pas » est une bonne réponse.",
            "À tout moment : /plan, /retour, /pause. Rien ne se perd.",
        ],
        "steps_en": [
            "In Claire’s column, press “Start”, then agree.",
            "Answer by typing or with the buttons. “I don’t know” is a good answer.",
            "At any time: /plan, /retour, /pause. Nothing is lost.",
        ],
    },
    {
        "title_fr": "Voir un plan terminé",
        "title_en": "See a finished plan",
        "steps_fr": [
            "Sophie pilote un plan adopté : tapez /synthese, /matrice ou /indicateurs dans sa colonne.",
            "Hélène, élue, peut tout consulter ; essayez /modifier : elle ne peut rien changer.",
        ],
        "steps_en": [
            "Sophie leads an adopted plan: type /synthese, /matrice or /indicateurs in her column.",
            "Hélène, an elected official, can read it all; try /modifier: she cannot change anything.",
        ],
    },
    {
        "title_fr": "Passer au plan complet",
        "title_en": "Turn to the full plan",
        "steps_fr": [
            "/plan : l’avancement, les étapes dans l’ordre que vous voulez, le passage au plan complet et retour.",
            "Sur une question : « Demander à un collègue », puis ouvrez le lien en tant que Karim.",
            "Avec le trombone, envoyez un fichier .xlsx ou .csv d’actions (titre, pilote, début, coût…).",
        ],
        "steps_en": [
            "/plan: progress, the steps in the order you like, the full plan and back.",
            "On a question: “Ask a colleague”, then open the link as Karim.",
            "With the paper clip, send an .xlsx or .csv file of actions (title, pilot, start, cost…).",
        ],
    },
    {
        "title_fr": "Recevoir un rappel",
        "title_en": "Get a reminder",
        "steps_fr": [
            "Avancez l’horloge d’un mois : Karim et Sophie reçoivent les demandes de chiffres.",
            "Répondez par un nombre (« 31 »), par un bouton, ou laissez passer une semaine de plus.",
            "Regardez /indicateurs, puis redemandez la /synthese.",
        ],
        "steps_en": [
            "Move the clock one month on: Karim and Sophie are asked for their figures.",
            "Answer with a number (“31”), a button, or let one more week pass.",
            "Look at /indicateurs, then ask for the /synthese again.",
        ],
    },
    {
        "title_fr": "Inviter l’équipe",
        "title_en": "Invite the team",
        "steps_fr": [
            "Dans la colonne de Claire, une fois le plan commencé : /equipe, puis un bouton d’invitation.",
            "Ouvrez le lien en tant que Karim ou Hélène.",
        ],
        "steps_en": [
            "In Claire’s column, once the plan has begun: /equipe, then an invitation button.",
            "Open the link as Karim or Hélène.",
        ],
    },
)


@dataclass(frozen=True, slots=True)
class Stage:
    """A sandbox and a bot that talk to each other."""

    server: SandboxServer
    world: World
    jalon: Jalon
    clock: ShiftedClock


@asynccontextmanager
async def stage(
    url: str, *, port: int = 0, clock: ShiftedClock | None = None, is_hurried: bool = False
) -> AsyncIterator[Stage]:
    """Set up a sandbox and a bot on the database at `url`, the bot not yet running.

    `is_hurried` lifts the rates of both sides, and lets people read as soon as the bot is idle.
    """
    told = clock or ShiftedClock()
    sandbox = Sandbox(told, token=TOKEN, limits=UNHURRIED if is_hurried else Limits())
    async with SandboxServer(sandbox, port=port, hints=HINTS) as server:
        db = Database.open(url)
        try:
            await asyncio.to_thread(migrate, db)
            limits = RateLimits.none() if is_hurried else RateLimits()
            settings = Settings.model_construct(  # nothing is read from the environment
                telegram_token=SecretStr(TOKEN),
                telegram_base_url=server.url,
                web_port=0,
                controller="la collectivité de démonstration",
            )
            async with Jalon(settings, db, clock=told, limits=limits) as jalon:
                settle = partial(jalon.settle, lambda: not sandbox.updates.pending and not sandbox.in_flight)
                async with World(server.url, settle=settle if is_hurried else None) as world:
                    yield Stage(server, world, jalon, told)
        finally:
            await db.close()


async def run(*, port: int, wait: bool) -> None:
    """Serve the demonstration until interrupted, or, without `wait`, until everything has started."""
    logs.configure(style="console", level="WARNING", secrets=(TOKEN,))
    with tempfile.TemporaryDirectory(prefix="jalon-demo-") as folder:
        url = f"sqlite:///{Path(folder) / 'jalon.sqlite3'}"
        async with stage(url, port=port) as here, asyncio.TaskGroup() as parts:
            running = parts.create_task(here.jalon.run())
            await _furnish(here)
            click.echo(f"Jalon is ready to try: open {here.server.url} in a browser. Ctrl+C stops it.")
            if not wait:
                running.cancel()


async def serve_sandbox(*, port: int, token: str) -> None:
    """Serve the sandbox alone until interrupted."""
    clock = ShiftedClock()
    async with SandboxServer(Sandbox(clock, token=token), port=port) as server:
        click.echo(f"The sandbox listens on {server.url}: set JALON_TELEGRAM_BASE_URL={server.url}")
        await asyncio.Event().wait()


async def _furnish(here: Stage) -> None:
    """Bring people in: Claire has everything to do; Sophie, Karim and Hélène share a finished plan."""
    await here.world.person("Claire", last_name="Martin")
    agent = await here.world.person(AGENT, last_name="Benali")
    official = await here.world.person("Hélène", last_name="Morel")
    lead = await here.world.person("Sophie", last_name="Durand")
    await here.jalon.db.write(lambda db: _seed(db, here.clock.now(), lead, agent, official))
    for person in (lead, agent, official):
        await person.start()


def _seed(db: Connection, now: datetime, lead: Person, agent: Person, official: Person) -> None:
    """Store the finished example, as adopted some months ago, with its readings."""
    begun = now - LIFE
    dossier = finished(SCRIPT, LINES, author=lead.id, now=begun, new_id=new_id)
    plan_id = plans.create(db, script_version=SCRIPT.version, now=begun)
    dossiers.save(db, plan_id, Dossier(SCRIPT.version), dossier)
    for person, role, label in (
        (lead, Role.LEAD, None),
        (agent, Role.CONTRIBUTOR, AGENT),
        (official, Role.OFFICIAL, None),
    ):
        people.meet(db, person.id, first_name=person.first_name, language="fr", now=begun)
        people.consent(db, person.id, begun)
        memberships.join(db, plan_id=plan_id, person_id=person.id, role=role, label=label, now=begun)
    versions.freeze(db, plan_id, dossier, begun)
    plans.complete(db, plan_id, begun)
    plans.set_follow_up(db, plan_id, on=True)
    plan = plan_from(*survey(SCRIPT, dossier).known)
    rules.keep_in_line(db, plan_id, plan, now)
    for kpi in plan.kpis:
        for place, value in enumerate(HISTORY.get(kpi.label, ())):
            at = begun + timedelta(days=30 * place + 1)
            readings.add(db, plan_id=plan_id, kpi=kpi.row, on=at.date(), value=value, author=agent.id, now=at)
