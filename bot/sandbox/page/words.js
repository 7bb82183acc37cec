// The page's own words in French and English, and its dates.

const ZONE = "Europe/Paris";

export const FR = {
  title: "Bac à sable de {bot}",
  banner: "Bac à sable : ceci n’est pas Telegram.",
  bannerMore: "Tout reste sur cette machine.",
  clock: "Horloge du bac à sable",
  jumpHour: "Avancer d’une heure", jumpDay: "Avancer d’un jour", jumpWeek: "Avancer d’une semaine", jumpMonth: "Avancer d’un mois",
  hour: "+ 1 h", day: "+ 1 jour", week: "+ 1 semaine", month: "+ 1 mois",
  freeze: "Figer l’horloge", run: "Relancer l’horloge", frozen: "horloge figée", nowIs: "Nous sommes le {now}",
  hints: "À essayer", closeHints: "Fermer la liste", noHints: "Écrivez /start à {bot} pour commencer.",
  people: "Personnes", moreActions: "Autres actions", addPerson: "Ajouter une personne", createGroup: "Créer un groupe", shortcuts: "Raccourcis clavier",
  conversationsOf: "Conversations de {name}", messagesOf: "Messages de {chat}, vus par {name}",
  talksTo: "conversation avec {bot}", unread: "{count} non lus", unreadOne: "1 non lu",
  bot: "robot", typing: "{bot} écrit…",
  write: "Écrire un message…", writeTo: "Message de {name} dans {chat}", send: "Envoyer", save: "Enregistrer",
  start: "Démarrer", startNote: "{name} n’a pas encore ouvert la conversation avec {bot}.",
  blockedNote: "{name} a bloqué {bot}.", unblock: "Débloquer", block: "Bloquer {bot}",
  reply: "Répondre", editMessage: "Modifier", cancel: "Annuler", replyTo: "Réponse à {name}", editing: "Modification du message",
  edited: "modifié", deleted: "Message supprimé", pinned: "épinglé", justNow: "Derniers messages",
  attach: "Joindre", attachFile: "Un fichier…", sendPhoto: "Une photo d’essai", sendVoice: "Un message vocal d’essai", sendSticker: "Un autocollant d’essai",
  sendDocument: "Un document d’essai", commands: "Commandes",
  photo: "Photo", voice: "Message vocal", sticker: "Autocollant", video: "Vidéo", contact: "Contact", location: "Position", poll: "Sondage", document: "Document",
  enlarge: "Agrandir la photo : {caption}", photoFrom: "photo de {name}", open: "Ouvrir", download: "Télécharger", close: "Fermer", ok: "OK",
  openAs: "Ouvrir en tant que…", openAsTitle: "Qui ouvre ce lien ?", openAsNote: "Une invitation se transmet : choisissez la personne qui l’ouvre.",
  openInGroup: "Dans quel groupe ?", here: "cette colonne", external: "lien externe, nouvel onglet", deepLink: "s’ouvre dans cette page",
  firstName: "Prénom", lastName: "Nom", languageCode: "Langue de son Telegram", french: "français", english: "anglais", add: "Ajouter", create: "Créer",
  groupTitle: "Nom du groupe", groupMembers: "Membres", groupKind: "Type de groupe", plainGroup: "Groupe", supergroup: "Supergroupe", forum: "Supergroupe à sujets",
  withBot: "Ajouter {bot} tout de suite", chatMenu: "Options de la conversation", addBot: "Ajouter {bot} au groupe", removeBot: "Retirer {bot} du groupe",
  newTopic: "Nouveau sujet…", topicName: "Nom du sujet", closeTopic: "Fermer ce sujet", deleteTopic: "Supprimer ce sujet", leave: "Quitter le groupe", migrate: "Convertir en supergroupe",
  addMember: "Ajouter {name}", general: "Général",
  gone: "Le bac à sable ne répond plus.", goneMore: "Relancez-le (make demo) : la page se reconnectera toute seule.", retry: "Réessayer maintenant", back: "Le bac à sable répond de nouveau.",
  failed: "Envoi impossible : {reason}", tooBig: "Fichier trop lourd : 20 Mo au plus.", emptyChat: "Aucun message pour l’instant.",
  keySend: "Envoyer", keyNewline: "Aller à la ligne", keyEdit: "Modifier son dernier message (champ vide)", keyMessages: "Aller aux messages ; puis haut et bas de l’un à l’autre",
  keyReply: "Répondre au message choisi", keyEscape: "Annuler, revenir au champ", keyCommand: "Choisir une commande",
  said: "{from} à {to} : {text}", withButtons: "{count} boutons", loading: "Chargement…",
  joined: "{name} a rejoint le groupe", added: "{from} a ajouté {name}", left: "{name} a quitté le groupe", removed: "{from} a retiré {name}",
  topicOpened: "Sujet ouvert : {name}", topicClosed: "Sujet fermé", topicReopened: "Sujet rouvert", migrated: "Le groupe est devenu un supergroupe",
  groupCreated: "{name} a créé le groupe", newTitle: "Le groupe s’appelle désormais « {title} »", pinnedBy: "{name} a épinglé un message", reaction: "réaction", spoiler: "Texte caché, à dévoiler",
  keyEnter: "Entrée", keyShiftEnter: "Maj + Entrée", keyUp: "↑", keyCtrlUp: "Ctrl + ↑", keyR: "R", keyEsc: "Échap", keySlash: "/",
  bytes: "o", kilobytes: "Ko", megabytes: "Mo", unsupported: "Ce bouton n’est pas géré par le bac à sable.",
};

export const EN = {
  title: "{bot} sandbox",
  banner: "Sandbox: this is not Telegram.",
  bannerMore: "Everything stays on this machine.",
  clock: "Sandbox clock",
  jumpHour: "Move one hour forward", jumpDay: "Move one day forward", jumpWeek: "Move one week forward", jumpMonth: "Move one month forward",
  hour: "+1 h", day: "+1 day", week: "+1 week", month: "+1 month",
  freeze: "Stop the clock", run: "Restart the clock", frozen: "clock stopped", nowIs: "It is now {now}",
  hints: "What to try", closeHints: "Close the list", noHints: "Write /start to {bot} to begin.",
  people: "People", moreActions: "More actions", addPerson: "Add a person", createGroup: "Create a group", shortcuts: "Keyboard shortcuts",
  conversationsOf: "{name}’s conversations", messagesOf: "Messages of {chat}, seen by {name}",
  talksTo: "talking to {bot}", unread: "{count} unread", unreadOne: "1 unread",
  bot: "bot", typing: "{bot} is typing…",
  write: "Write a message…", writeTo: "Message from {name} in {chat}", send: "Send", save: "Save",
  start: "Start", startNote: "{name} has not opened the conversation with {bot} yet.",
  blockedNote: "{name} blocked {bot}.", unblock: "Unblock", block: "Block {bot}",
  reply: "Reply", editMessage: "Edit", cancel: "Cancel", replyTo: "Reply to {name}", editing: "Editing the message",
  edited: "edited", deleted: "Message deleted", pinned: "pinned", justNow: "Latest messages",
  attach: "Attach", attachFile: "A file…", sendPhoto: "A test photo", sendVoice: "A test voice message", sendSticker: "A test sticker",
  sendDocument: "A test document", commands: "Commands",
  photo: "Photo", voice: "Voice message", sticker: "Sticker", video: "Video", contact: "Contact", location: "Location", poll: "Poll", document: "Document",
  enlarge: "Enlarge the photo: {caption}", photoFrom: "photo from {name}", open: "Open", download: "Download", close: "Close", ok: "OK",
  openAs: "Open as…", openAsTitle: "Who opens this link?", openAsNote: "An invitation is passed on: choose the person who opens it.",
  openInGroup: "In which group?", here: "this column", external: "external link, new tab", deepLink: "opens in this page",
  firstName: "First name", lastName: "Last name", languageCode: "Language of their Telegram", french: "French", english: "English", add: "Add", create: "Create",
  groupTitle: "Name of the group", groupMembers: "Members", groupKind: "Kind of group", plainGroup: "Group", supergroup: "Supergroup", forum: "Supergroup with topics",
  withBot: "Add {bot} right away", chatMenu: "Conversation options", addBot: "Add {bot} to the group", removeBot: "Remove {bot} from the group",
  newTopic: "New topic…", topicName: "Name of the topic", closeTopic: "Close this topic", deleteTopic: "Delete this topic", leave: "Leave the group", migrate: "Convert to a supergroup",
  addMember: "Add {name}", general: "General",
  gone: "The sandbox no longer answers.", goneMore: "Start it again (make demo): the page will reconnect by itself.", retry: "Try again now", back: "The sandbox answers again.",
  failed: "Could not send: {reason}", tooBig: "File too heavy: 20 MB at most.", emptyChat: "No message yet.",
  keySend: "Send", keyNewline: "New line", keyEdit: "Edit one’s last message (empty field)", keyMessages: "Go to the messages; then up and down between them",
  keyReply: "Reply to the chosen message", keyEscape: "Cancel, back to the field", keyCommand: "Choose a command",
  said: "{from} to {to}: {text}", withButtons: "{count} buttons", loading: "Loading…",
  joined: "{name} joined the group", added: "{from} added {name}", left: "{name} left the group", removed: "{from} removed {name}",
  topicOpened: "Topic opened: {name}", topicClosed: "Topic closed", topicReopened: "Topic reopened", migrated: "The group became a supergroup",
  groupCreated: "{name} created the group", newTitle: "The group is now called “{title}”", pinnedBy: "{name} pinned a message", reaction: "reaction", spoiler: "Hidden text, to reveal",
  keyEnter: "Enter", keyShiftEnter: "Shift + Enter", keyUp: "↑", keyCtrlUp: "Ctrl + ↑", keyR: "R", keyEsc: "Esc", keySlash: "/",
  bytes: "B", kilobytes: "kB", megabytes: "MB", unsupported: "The sandbox does not handle this button.",
};

let language = "fr";

export const currentLanguage = () => language;

export function setLanguage(code) {
  language = code === "en" ? "en" : "fr";
  document.documentElement.lang = language;
}

/** Put the narrow no-break spaces French asks for; leaves what is inside words (URLs, times) alone. */
export function typography(text) {
  return text.replace(/ ([;:!?»])/gu, "\u202f$1").replace(/« /gu, "«\u202f").replace(/\+ (\d)/gu, "+\u202f$1").replace(/(\d) (h|jour|semaine|mois|Mo|Ko|o)\b/gu, "$1\u00a0$2");
}

export function t(key, values = {}) {
  const filled = (language === "fr" ? FR : EN)[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  return language === "fr" ? typography(filled) : filled;
}

const formats = new Map();

function format(options) {
  const key = language + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", { timeZone: ZONE, ...options }));
  return formats.get(key);
}

export const shortTime = (instant) => format({ hour: "2-digit", minute: "2-digit" }).format(instant);

export const longDay = (instant) => format({ weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(instant).replace(/^(\p{L}+),/u, "$1").replace(/(^|\s)1 (?=\p{L})/u, (_, before) => `${before}${language === "fr" ? "1er" : "1"} `);

export const dayKey = (instant) => format({ year: "numeric", month: "2-digit", day: "2-digit" }).format(instant);

/** Return « lundi 23 novembre 2026, 9 h 05 » or its English twin. */
export function longInstant(instant) {
  const time = shortTime(instant);
  return `${longDay(instant)}, ${language === "fr" ? time.replace(/^0/, "").replace(":", "\u00a0h\u00a0") : time}`;
}

export function fileSize(size) {
  if (!Number.isFinite(size)) return "";
  const number = (value) => new Intl.NumberFormat(language === "fr" ? "fr-FR" : "en-GB", { maximumFractionDigits: 1 }).format(value);
  if (size < 1000) return `${number(size)}\u00a0${t("bytes")}`;
  return size < 1e6 ? `${number(Math.round(size / 1000))}\u00a0${t("kilobytes")}` : `${number(size / 1e6)}\u00a0${t("megabytes")}`;
}
