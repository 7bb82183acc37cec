"""Whole conversations in French, as people read them: what changes in them is seen in a diff.

`pytest tests/e2e/test_transcripts.py --update-transcripts` writes them again. `(…)` are buttons pressed, `[…]` those
offered, `~` what a message became, `!` a short word on the button itself.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.sandbox.client import Person
from bot.sandbox.seen import Message
from bot.scenario import AGENT, LINES
from bot.storage.memberships import Role

if TYPE_CHECKING:
    from tests.e2e.conftest import House

FOLDER = Path(__file__).with_name("transcripts")


class Script:
    """What a person does and is told, as lines."""

    def __init__(self, house: "House", person: Person) -> None:
        self.house, self.person, self.lines = house, person, list[str]()
        self._known: dict[int, str] = {}

    async def start(self, token: str = "") -> None:
        self._add(f"{self.person.first_name} : /start")
        await self.person.start(token)
        await self.listen()

    async def say(self, text: str) -> None:
        self._add(f"{self.person.first_name} : {text}")
        await self.person.send(text)
        await self.listen()

    async def press(self, label: str) -> None:
        self._add(f"{self.person.first_name} : ({label})")
        await self.person.tap(label)
        await self.listen()

    async def edit(self, text: str) -> None:
        """Correct the last message this person wrote."""
        last = [each for each in await self.person.messages() if each.sender_id == self.person.id][-1]
        self._add(f"{self.person.first_name} corrige : {text}")
        await self.person.edit(last, text)
        await self.listen()

    async def do(self, words: str, gesture: Callable[[], Awaitable[object]]) -> None:
        self._add(f"{self.person.first_name} {words}")
        await gesture()
        await self.listen()

    async def later(self, words: str, by: timedelta) -> None:
        self._add(f"--- {words}")
        await self.house.jump(by)
        await self.listen()

    async def listen(self) -> None:
        """Write what is new on the screen."""
        for toast in await self.person.toasts():
            self._add(f"! {toast.text}")
        for message in await self.person.messages():
            if message.from_bot:
                self._hear(message)

    def _hear(self, message: Message) -> None:
        buttons = "".join(f"\n    {' '.join(f'[{each.text}]' for each in row)}" for row in message.keyboard)
        face = (message.said or f"<{message.kind}>") + (f" <{message.file_name}>" if message.file_name else "")
        before, self._known[message.id] = self._known.get(message.id), face
        if before is None:
            self._add(f"Jalon : {face}{buttons}")
        elif face != before:
            is_choice = face.startswith(before.split("\n")[0]) and "✔️" in face.rsplit("\n", 1)[-1]
            self._add("~ " + (face.rsplit("\n", 1)[-1] if is_choice else f"{face}{buttons}"))

    def _add(self, text: str) -> None:
        first, *rest = text.replace("\u202f", " ").replace("\xa0", " ").split("\n")
        self.lines += ["", first, *(f"    {line}".rstrip() for line in rest)]


async def _meet(house: "House", first_name: str) -> Script:
    script = Script(house, await house.world.person(first_name))
    await script.start()
    await script.press(house.words("start:act_consent"))
    return script


async def _play(script: Script, steps: Sequence[str]) -> None:
    """Say each step, or press it when it is in brackets."""
    for step in steps:
        if step.startswith("("):
            await script.press(step[1:-1])
        else:
            await script.say(step)


VILLAGE = (
    *("je suis secretaire de mairie à st aubin des bois", "2", "(C’est exact)"),
    *("Un village mieux connecté", "2027", "2028", "(Passer)"),
    *("(Non, pas pour l’instant)", "(C’est exact)"),
    *("(Je ne sais pas)", "(Je ne sais pas)", "(Sans objet)", "(▫️ Habitants)", "(Valider)"),
    *("Le secrétariat passe trop de temps au téléphone", "1", "(Sérieux, à traiter bientôt)", "(C’est tout)"),
    "(C’est exact)",
    *("Diviser par deux les appels reçus par semaine d’ici fin 2028", "(C’est exact)", "1"),
    *("(En nombre)", "40", "(💡 20)"),
    *("(Chaque mois)", "(Responsable du plan)", "(C’est tout)", "(C’est tout)", "(C’est exact)"),
    *("Mettre les réponses fréquentes sur le site", "1", "Secrétaire de mairie"),
    *("4", "3", "4", "5", "5", "4", "(C’est tout)", "(C’est exact)"),
    *("(Rien pour l’instant)", "(C’est exact)", "(C’est vu)", "(Pas encore)"),
    *("/plan", "/indicateurs", "/matrice", "/synthese", "/rappels"),
)


async def village(house: "House") -> list[str]:
    script = await _meet(house, "Jeanne")
    await _play(script, VILLAGE)
    return script.lines


async def communaute(house: "House") -> list[str]:
    script = await _meet(house, "Claire")
    player = house.player(script.person)
    for line in LINES:
        if line.says is not None:
            player._note(line.question, line.says)
        await _play(script, (line.says,) if line.says else [f"({player._label(line.question, t)})" for t in line.taps])
    await _play(script, ("/matrice", "/synthese", "/equipe"))
    return script.lines


async def going_back(house: "House") -> list[str]:
    lead = await house.newcomer()
    await house.player(lead).play_all(LINES[:9])
    script = Script(house, lead)
    await script.listen()
    script.lines.clear()
    await _play(script, ("beaucoup", "vraiment beaucoup", "/aide", "/retour", "(Garder « Oui »)", "50 000"))
    await script.edit("60 000")
    await script.press("Remplacer")
    await script.do("envoie un autocollant", script.person.sticker)
    await _play(script, ("/pause", "/reprendre", "(Non, pas pour l’instant)", "/modifier", "(Cadre)"))
    await _play(script, ("(✏️ Première année)", "2030", "(Annuler)", "/modifier", "(Cadre)", "(✏️ Première année)"))
    await _play(script, ("2030", "(Confirmer)", "2029", "2032", "/annuler", "(C’est exact)", "/plan", "/zut"))
    return script.lines


async def nudges(house: "House") -> list[str]:
    await house.lead()
    karim = await house.member(AGENT, Role.CONTRIBUTOR, label=AGENT)
    script = Script(house, karim)
    await script.listen()
    script.lines.clear()
    await script.later("le 1er décembre", timedelta(days=8, minutes=-30))
    await _play(script, ("(✍️ Répondre)", "pas mal de monde", "210", "(Non, je corrige)", "21"))
    await script.later("le 4 janvier", timedelta(days=34))
    await _play(script, ("(⏰ Lundi)",))
    await script.later("le lundi 11 janvier", timedelta(days=7))
    await _play(script, ("(Inchangé : 21)", "(Pas disponible)", "/indicateurs", "/rappels"))
    await script.later("le 1er février", timedelta(days=21))
    await script.say("31")
    await script.edit("32")
    await script.say("/indicateurs")
    await script.later("le 1er mars", timedelta(days=28))
    await script.press("Ce n’est pas moi")
    return script.lines


async def official(house: "House") -> list[str]:
    lead = await house.lead()
    token = await house.invitation(lead, "official")
    script = Script(house, await house.world.person("Hélène"))
    await script.start(token)
    await _play(script, ("(D’accord, on commence)", "/synthese", "/matrice", "/indicateurs", "/rappels", "/plan"))
    await _play(script, ("/modifier", "Bonjour, où en est-on ?", "/mesdonnees", "/supprimer", "(Oui, tout effacer)"))
    return script.lines


CONVERSATIONS = {
    "village_express": village,
    "communaute_de_communes": communaute,
    "revenir_en_arriere": going_back,
    "trois_rappels": nudges,
    "une_elue": official,
}


@pytest.mark.parametrize("name", CONVERSATIONS)
async def test_the_conversation_is_the_one_that_was_read(
    cabin: "House", name: str, pytestconfig: pytest.Config
) -> None:
    cabin.clock.freeze()
    said = "\n".join(await CONVERSATIONS[name](cabin)).lstrip() + "\n"
    file = FOLDER / f"{name}.txt"
    if pytestconfig.getoption("--update-transcripts"):
        file.write_text(said, "utf-8")
    assert said == file.read_text("utf-8")
