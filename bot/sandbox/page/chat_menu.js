// What can be done to a conversation: block, join and leave, topics, becoming a supergroup.

import { api } from "./api.js";
import { askTopic } from "./dialogs.js";
import { fullName } from "./dom.js";
import { t } from "./words.js";

export function personMenu({ person, world, attempt }) {
  const bot = world.bot.first_name;
  return [
    person.blocked ? { label: t("unblock"), icon: "play", act: () => attempt(() => api.unblock(person.id)) } : { label: t("block", { bot }), icon: "close", act: () => attempt(() => api.block(person.id)) },
  ];
}

export function chatMenu({ person, chat, thread, world, attempt }) {
  const { members } = chat;
  const bot = world.bot;
  const join = (id) => attempt(() => api.join(chat.id, id, person.id));
  const leave = (id) => attempt(() => api.leave(chat.id, id, person.id));
  const absent = [...world.people.values()].filter((other) => !members.includes(other.id));
  return [
    members.includes(bot.id) ? { label: t("removeBot", { bot: bot.first_name }), icon: "close", act: () => leave(bot.id) } : { label: t("addBot", { bot: bot.first_name }), icon: "add", act: () => join(bot.id) },
    ...absent.map((other) => ({ label: t("addMember", { name: fullName(other) }), icon: "person", act: () => join(other.id) })),
    ...(chat.is_forum ? topicItems(chat, thread, person, attempt) : []),
    chat.type === "group" && { label: t("migrate"), icon: "group", act: () => attempt(() => api.migrate(chat.id)) },
    { label: t("leave"), icon: "close", act: () => leave(person.id) },
  ];
}

function topicItems(chat, thread, person, attempt) {
  return [
    { label: t("newTopic"), icon: "add", act: () => addTopic(chat, person, attempt) },
    thread && { label: t("closeTopic"), icon: "pause", act: () => attempt(() => api.closeTopic(chat.id, thread)) },
    thread && { label: t("deleteTopic"), icon: "close", act: () => attempt(() => api.deleteTopic(chat.id, thread)) },
  ];
}

async function addTopic(chat, person, attempt) {
  const name = await askTopic();
  if (name) await attempt(() => api.addTopic(chat.id, name, person.id));
}
