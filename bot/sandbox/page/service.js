// What a service message says: who came, who left, what became of a group.

import { t } from "./words.js";

const names = (users) => users.map((user) => [user.first_name, user.last_name].filter(Boolean).join(" ")).join(", ");

const SAID = {
  new_chat_members: (users, from) => (users.length === 1 && users[0].id === from.id ? t("joined", { name: from.name }) : t("added", { from: from.name, name: names(users) })),
  left_chat_member: (user, from) => (user.id === from.id ? t("left", { name: from.name }) : t("removed", { from: from.name, name: names([user]) })),
  forum_topic_created: (topic) => t("topicOpened", { name: topic.name }),
  forum_topic_edited: (topic) => t("topicOpened", { name: topic.name ?? "" }),
  forum_topic_closed: () => t("topicClosed"),
  forum_topic_reopened: () => t("topicReopened"),
  migrate_to_chat_id: () => t("migrated"),
  migrate_from_chat_id: () => t("migrated"),
  group_chat_created: (_, from) => t("groupCreated", { name: from.name }),
  supergroup_chat_created: (_, from) => t("groupCreated", { name: from.name }),
  new_chat_title: (title) => t("newTitle", { title }),
  pinned_message: (_, from) => t("pinnedBy", { name: from.name }),
};

export function serviceText(message) {
  const extra = message.extra ?? {};
  const key = Object.keys(extra).find((name) => name in SAID);
  return key ? SAID[key](extra[key], message.from) : message.text ?? message.kind;
}
