// What a person can send besides text: a file of theirs, or a stand-in made on the spot.

import { t } from "./words.js";

const MAX_BYTES = 20_000_000; // what a bot may download from Telegram

export const attachments = {
  standIns: [
    { name: "sendPhoto", icon: "picture", make: madePhoto },
    { name: "sendDocument", icon: "document", make: madeDocument },
    { name: "sendVoice", icon: "voice", make: () => ({ kind: "voice", captioned: false }) },
    { name: "sendSticker", icon: "sticker", make: () => ({ kind: "sticker", captioned: false }) },
  ],

  async fromFile(file) {
    if (file.size > MAX_BYTES) throw new Error(t("tooBig"));
    const kind = /^image\/(jpeg|png|webp)$/u.test(file.type) ? "photo" : "document";
    return { kind, filename: file.name, content_b64: await base64(file) };
  },
};

async function madePhoto() {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [640, 400];
  paint(canvas.getContext("2d"));
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
  return { kind: "photo", filename: "photo.jpg", content_b64: await base64(blob) };
}

function paint(pen) {
  const sky = pen.createLinearGradient(0, 0, 0, 400);
  sky.addColorStop(0, "#7fb2dd");
  sky.addColorStop(1, "#f6e3c5");
  const layers = [[sky, [0, 0, 640, 0, 640, 400, 0, 400]], ["#6d9b7c", [0, 300, 160, 200, 330, 290, 480, 190, 640, 280, 640, 400, 0, 400]], ["#3f6f58", [0, 360, 220, 280, 420, 350, 640, 300, 640, 400, 0, 400]]];
  for (const [colour, points] of layers) {
    pen.fillStyle = colour;
    pen.beginPath();
    for (let at = 0; at < points.length; at += 2) pen.lineTo(points[at], points[at + 1]);
    pen.fill();
  }
  pen.fillStyle = "#fff6de";
  pen.beginPath();
  pen.arc(500, 110, 38, 0, 2 * Math.PI);
  pen.fill();
}

async function madeDocument() {
  return { kind: "document", filename: "note.txt", content_b64: await base64(new Blob(["Bac à sable\n"], { type: "text/plain" })) };
}

async function base64(blob) {
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
  return url.slice(url.indexOf(",") + 1);
}
