// What the page knows of the sandbox: people, chats, and each person's messages, kept up to date by events.

import { api } from "./api.js";

export class World {
  bot = { id: 0, username: "", first_name: "", commands: [] };
  people = new Map();
  chats = new Map();
  clock = { now: new Date(0).toISOString(), mode: "real" };
  hints = [];
  #messages = new Map();

  /** Read everything again; what is gone on the server is gone here. */
  async load() {
    const [world, hints] = await Promise.all([api.world(), api.hints()]);
    this.hints = hints;
    this.#take(world);
    const views = await Promise.all([...this.people.keys()].map(async (id) => [id, await api.view(id)]));
    this.#messages = new Map(views.map(([id, view]) => [id, byChat(view)]));
  }

  /** Read people, chats and commands again, without the messages. */
  async refresh() {
    this.#take(await api.world());
  }

  #take(world) {
    this.bot = world.bot;
    this.people = new Map(world.people.map((person) => [person.id, person]));
    this.chats = new Map(world.chats.map((chat) => [chat.id, chat]));
    this.clock = world.clock;
  }

  /** The chats a person can open: their private one first, then the groups they belong to. */
  chatsOf(personId) {
    const groups = [...this.chats.values()].filter((chat) => chat.type !== "private" && chat.members.includes(personId));
    return [this.chats.get(personId), ...groups];
  }

  messages(personId, chatId) {
    return [...(this.#messages.get(personId)?.get(chatId)?.values() ?? [])].sort((a, b) => a.id - b.id);
  }

  /** Keep a message in a person's view; say whether it was not there before. */
  put(personId, message) {
    const chats = this.#messages.get(personId) ?? new Map();
    const messages = chats.get(message.chat_id) ?? new Map();
    const isNew = !messages.has(message.id);
    messages.set(message.id, message);
    chats.set(message.chat_id, messages);
    this.#messages.set(personId, chats);
    return isNew;
  }

  get(personId, chatId, messageId) {
    return this.#messages.get(personId)?.get(chatId)?.get(messageId);
  }

  /** Who sees an event: the person it names, else everyone in its chat. */
  audience({ person, chat_id: chatId }) {
    if (person !== undefined && person !== null) return [person];
    return this.chats.get(chatId)?.members.filter((id) => this.people.has(id)) ?? [];
  }
}

function byChat(view) {
  return new Map(view.chats.map((chat) => [chat.id, new Map(chat.messages.map((message) => [message.id, message]))]));
}
