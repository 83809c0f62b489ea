"use strict";

// What is checked here is what `habeas verify BAG` checks, so that either finds what the other does.
const ALGORITHMS = ["sha256", "sha512"];
const DIGITS = { sha256: 64, sha512: 128 };
const DECLARED = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
const FIRST_PREVIOUS = "0".repeat(64);
const SHOWN = 100;
const SPANS = ["trigger", "quantity", "period", "place", "origin", "destination", "actor", "speaker"];
// Characters that steer a terminal or turn the order of words round: shown as a mark instead.
const UNFIT = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu;

// --- SHA-256 (FIPS 180-4): some browsers have none for a page that was opened from a disk ---

const PRIMES = (() => {
  const found = [];
  for (let number = 2; found.length < 64; number += 1) {
    if (found.every((prime) => number % prime !== 0)) found.push(number);
  }
  return found;
})();
const fraction = (value) => Math.floor((value - Math.floor(value)) * 2 ** 32);
const ROUNDS = Int32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));
const STARTS = Int32Array.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

function padded(bytes) {
  const whole = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setUint32(whole.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(whole.length - 4, (bytes.length * 8) >>> 0);
  return view;
}

function mixed(state, words) {
  let [a, b, c, d, e, f, g, h] = state;
  for (let at = 0; at < 64; at += 1) {
    const sum1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (h + sum1 + ((e & f) ^ (~e & g)) + ROUNDS[at] + words[at]) | 0;
    const sum0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, at) => { state[at] = (state[at] + value) | 0; });
}

/** SHA-256 of bytes, in hex. */
function sha256(bytes) {
  const view = padded(bytes);
  const state = Int32Array.from(STARTS);
  const words = new Int32Array(64);
  for (let block = 0; block < view.byteLength; block += 64) {
    for (let at = 0; at < 16; at += 1) words[at] = view.getInt32(block + at * 4);
    for (let at = 16; at < 64; at += 1) {
      const x = words[at - 15];
      const y = words[at - 2];
      const small0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const small1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      words[at] = (words[at - 16] + small0 + words[at - 7] + small1) | 0;
    }
    mixed(state, words);
  }
  return hex(new Uint8Array(Uint32Array.from(state, (value) => swapped(value)).buffer));
}

function swapped(value) {
  const view = new DataView(new ArrayBuffer(4));
  view.setInt32(0, value);
  return new Uint32Array(view.buffer)[0];
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const utf8 = (text) => new TextEncoder().encode(text);
const native = () => globalThis.crypto && globalThis.crypto.subtle;

/** The hash of bytes by an algorithm; null where this browser has none. */
async function digest(algorithm, bytes) {
  if (native()) {
    const name = algorithm === "sha256" ? "SHA-256" : "SHA-512";
    return hex(new Uint8Array(await crypto.subtle.digest(name, bytes)));
  }
  return algorithm === "sha256" ? sha256(bytes) : null;
}

// --- the bag's files ---

/** The files by their paths in the bag, which begins where bagit.txt or its lists are. */
function rooted(found) {
  const marks = found.map(([path]) => path).filter((path) => /(^|\/)(bagit|tagmanifest-sha256)\.txt$/.test(path));
  if (!marks.length) return null;
  const root = marks.map((path) => path.slice(0, path.lastIndexOf("/") + 1)).sort((a, b) => a.length - b.length)[0];
  return new Map(found.filter(([path]) => path.startsWith(root)).map(([path, file]) => [path.slice(root.length), file]));
}

async function bytesOf(files, path) {
  const file = files.get(path);
  return file ? new Uint8Array(await file.arrayBuffer()) : null;
}

/** The text of a file; null where it isn't there or is no UTF-8. */
async function textOf(files, path) {
  const bytes = await bytesOf(files, path);
  try {
    return bytes && new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

const isPlain = (path) => path === path.normalize("NFC") && !path.match(UNFIT) && !path.includes("\\");

function misplaced(path, kind) {
  const parts = path.split("/");
  const odd = parts.some((part) => part === "" || part === "." || part === "..");
  if (odd || path.includes(":") || !isPlain(path)) return true;
  return kind === "tagmanifest" ? parts.length > 1 || path.startsWith("tagmanifest-") : !path.startsWith("data/");
}

/** The hashes of a list by path; what isn't written as habeas writes it is a fault. */
async function listed(files, kind, algorithm, faults) {
  const name = `${kind}-${algorithm}.txt`;
  const text = await textOf(files, name);
  const hashes = new Map();
  if (text === null) {
    faults.push(`${name}: missing, or no text`);
    return hashes;
  }
  text.split("\n").slice(0, -1).forEach((line, at) => {
    const match = /^([0-9a-f]+) {2}(\S.*)$/u.exec(line);
    if (!match || match[1].length !== DIGITS[algorithm] || misplaced(match[2], kind) || hashes.has(match[2])) {
      faults.push(`${name}: line ${at + 1} is no hash and path of this bag`);
    } else hashes.set(match[2], match[1]);
  });
  const written = [...hashes.keys()].sort(byCodePoint).map((path) => `${hashes.get(path)}  ${path}\n`).join("");
  if (written !== text) faults.push(`${name}: isn’t as habeas writes it`);
  return hashes;
}

function byCodePoint(one, other) {
  const [a, b] = [Array.from(one), Array.from(other)];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    if (a[at] !== b[at]) return a[at].codePointAt(0) - b[at].codePointAt(0);
  }
  return a.length - b.length;
}

async function checkFiles(files, faults) {
  if ((await textOf(files, "bagit.txt")) !== DECLARED) faults.push("bagit.txt: missing, or not as habeas writes it");
  if (files.has("fetch.txt")) faults.push("fetch.txt: names files to be fetched, and a bag of habeas holds all of its own");
  const payload = [...files.keys()].filter((path) => path.startsWith("data/"));
  const tags = [...files.keys()].filter((path) => !path.startsWith("data/") && !/^tagmanifest-sha(256|512)\.txt$/.test(path));
  await compare(files, "manifest", payload, faults);
  await compare(files, "tagmanifest", tags, faults);
}

async function compare(files, kind, there, faults) {
  const lists = {};
  for (const algorithm of ALGORITHMS) lists[algorithm] = await listed(files, kind, algorithm, faults);
  const here = new Set(there);
  const paths = new Set([...there, ...lists.sha256.keys(), ...lists.sha512.keys()]);
  for (const path of [...paths].sort(byCodePoint)) {
    if (!here.has(path)) faults.push(`${path}: missing`);
    else faults.push(...(await differing(files, path, kind, lists)));
  }
}

async function differing(files, path, kind, lists) {
  const unlisted = ALGORITHMS.filter((algorithm) => !lists[algorithm].has(path));
  if (unlisted.length === ALGORITHMS.length) return [`${path}: added, no list has it`];
  const faults = unlisted.map((algorithm) => `${path}: ${kind}-${algorithm}.txt doesn’t list it`);
  const bytes = await bytesOf(files, path);
  for (const algorithm of ALGORITHMS) {
    const found = lists[algorithm].has(path) ? await digest(algorithm, bytes) : null;
    if (found !== null && found !== lists[algorithm].get(path)) faults.push(`${path}: changed, by its ${algorithm}`);
  }
  return faults;
}

// --- words, ids and the log ---

/** The lines of a file as values; lines that are none are faults. */
async function linesOf(files, name, faults, { needed = true } = {}) {
  const text = await textOf(files, `data/${name}`);
  if (text === null) {
    if (needed || files.has(`data/${name}`)) faults.push(`data/${name}: missing, or no text`);
    return [];
  }
  return text.split("\n").flatMap((line, at) => {
    if (!line.trim()) return [];
    try {
      const value = JSON.parse(line);
      if (value !== null && typeof value === "object") return [value];
    } catch { /* told below */ }
    faults.push(`data/${name}: line ${at + 1} is no line of habeas`);
    return [];
  });
}

async function textsOf(files, faults) {
  const texts = new Map();
  for (const line of await linesOf(files, "reports.jsonl", faults)) {
    const id = String(line.report && line.report.id);
    const text = String(line.text);
    if (sha256(utf8(text)) !== line.text_sha256) faults.push(`report ${id}: its text isn’t the one that its hash is of`);
    if ((await textOf(files, `data/texts/${id}.txt`)) !== text) faults.push(`data/texts/${id}.txt: isn’t the text of its report`);
    texts.set(id, Array.from(text));
  }
  return texts;
}

const isSlice = (text, span) =>
  Number.isInteger(span.start) && Number.isInteger(span.end) && span.start >= 0 && span.start < span.end &&
  text.slice(span.start, span.end).join("") === span.text;

function spansOf(claim) {
  const single = SPANS.map((name) => claim[name]).filter((span) => span !== null && span !== undefined);
  return [...single, ...[].concat(claim.evidence || [], claim.via || [])];
}

function claimId(claim) {
  const anchor = claim.quantity || claim.trigger || {};
  return `c_${sha256(utf8([claim.report.id, claim.type, anchor.start, anchor.end].join("\n"))).slice(0, 20)}`;
}

/** The claims of a file, each held against its report's text; one that people amended keeps the id it was read with. */
async function claimsOf(files, name, texts, faults, options) {
  const claims = (await linesOf(files, name, faults, options)).filter((claim) => claim.report && claim.evidence);
  for (const claim of claims) {
    const text = texts.get(claim.report.id);
    if (!text || !spansOf(claim).every((span) => isSlice(text, span))) faults.push(`claim ${claim.id}: its words aren’t its report’s`);
    else if (claim.review !== "amended" && claim.id !== claimId(claim)) faults.push(`claim ${claim.id}: its id isn’t that of its words`);
  }
  return claims;
}

async function checkUnread(files, texts, faults) {
  const figures = await linesOf(files, "unread.jsonl", faults);
  for (const figure of figures) {
    const text = texts.get(figure.report && figure.report.id);
    const spans = [figure.quantity, ...[].concat(figure.evidence || [])];
    if (!text || !spans.every((span) => span && isSlice(text, span))) faults.push(`unread figure ${figure.id}: its words aren’t its report’s`);
  }
  return figures.length;
}

/** The hash that a line of the log must have: of its fields as JSON, keys in order, without spaces. */
function sealed({ action, at, body, by, previous, seq, subject }) {
  return sha256(utf8(JSON.stringify({ action, at, body, by, previous, seq, subject })));
}

async function checkLog(files, faults) {
  const log = await linesOf(files, "log.jsonl", faults);
  let previous = FIRST_PREVIOUS;
  log.forEach((line, at) => {
    if (line.seq !== at + 1) faults.push(`log: line ${line.seq} stands where line ${at + 1} should`);
    else if (line.previous !== previous) faults.push(`log: line ${line.seq} doesn’t follow the line before it`);
    if ((sealed(line) !== line.hash) !== line.withheld) faults.push(`log: line ${line.seq} isn’t as it was written`);
    previous = line.hash;
  });
  return log;
}

/** Everything that can be found of a bag: its faults, and what it holds. */
async function checked(files, noted) {
  const faults = [];
  await checkFiles(files, faults);
  const texts = await textsOf(files, faults);
  const read = await claimsOf(files, "as-read.jsonl", texts, faults);
  const claims = await claimsOf(files, "claims.jsonl", texts, faults);
  const ids = new Set(read.map((claim) => claim.id));
  for (const claim of claims) {
    if (claim.review === "amended" && !ids.has(claim.id)) faults.push(`claim ${claim.id}: it is amended, and not there as it was read`);
  }
  const unread = await checkUnread(files, texts, faults);
  const log = await checkLog(files, faults);
  const seal = sha256((await bytesOf(files, "tagmanifest-sha256.txt")) || new Uint8Array());
  const at = log.findIndex((line) => line.hash === noted);
  if (noted && at < 0 && noted !== seal) faults.push("the hash that you were told is neither this bag’s nor in its log: it was cut short, or written anew");
  return { faults: [...new Set(faults)], reports: texts.size, claims, unread, log, seal, at };
}

// --- showing it; whatever comes from the bag becomes text, never markup ---

const part = (id) => document.getElementById(id);
const fit = (text) => String(text).replace(UNFIT, "\ufffd");
const number = (value) => (value === null || value === undefined ? "open" : Number(value).toLocaleString("en"));

function made(tag, text, name = "") {
  const element = document.createElement(tag);
  element.textContent = fit(text);
  if (name) element.className = name;
  return element;
}

function tell(verdict, name) {
  part("verdict").textContent = verdict;
  part("verdict").className = name;
}

function show(found, noted) {
  const { faults, log } = found;
  part("faults").replaceChildren(...faults.map((fault) => made("li", fault)));
  const withheld = log.filter((line) => line.withheld).length;
  const many = faults.length === 1 ? "1 fault" : `${number(faults.length)} faults`;
  tell(faults.length ? `Not sound: ${many}.` : "Sound.", faults.length ? "broken" : "sound");
  const told = [
    ["Reports", number(found.reports)],
    ["Claims", number(found.claims.length)],
    ["Figures that no rule could read", number(found.unread)],
    ["Lines of the log", `${number(log.length)}, of which ${number(withheld)} are taken on their hash`],
    ["The log ends with", log.length ? log[log.length - 1].hash : "nothing"],
    ["The bag’s own hash", found.seal],
    ["SHA-512", native() ? "checked" : "not checked: this browser computes none here; SHA-256 was"],
  ];
  if (noted && found.at >= 0) told.push(["The hash that you were told", `line ${found.at + 1} of the log, of ${log[found.at].at}`]);
  if (noted && noted === found.seal) told.push(["The hash that you were told", "is this bag’s own"]);
  part("figures").replaceChildren(...told.flatMap(([name, value]) => [made("dt", name), made("dd", value)]));
  part("claims").replaceChildren();
  part("beside").hidden = !found.claims.length;
  showClaims(found.claims);
}

function showClaims(claims) {
  const there = part("claims").childElementCount;
  part("claims").append(...claims.slice(there, there + SHOWN).map(item));
  part("more").hidden = part("claims").childElementCount >= claims.length;
  part("more").onclick = () => showClaims(claims);
}

function item(claim) {
  const li = made("li", "");
  const quantity = claim.quantity;
  const figure = quantity ? `${fit(quantity.text)} (low ${number(quantity.low)}, high ${number(quantity.high)}${quantity.approx ? ", approximate" : ""})` : "no figure";
  const review = claim.review === "unchecked" ? "machine reading, unchecked" : claim.review;
  li.append(made("span", `${claim.type}, ${claim.modality}: ${figure} · ${review} · ${claim.report.outlet || claim.report.name}, ${claim.report.published || "undated"}`, "told"));
  for (const evidence of [].concat(claim.evidence)) li.append(quote(evidence, quantity));
  return li;
}

/** The words of a claim, with those of its figure marked. */
function quote(evidence, quantity) {
  const block = made("blockquote", "");
  const letters = Array.from(String(evidence.text));
  const from = quantity ? quantity.start - evidence.start : 0;
  const to = quantity ? quantity.end - evidence.start : 0;
  if (from < 0 || to > letters.length || to <= from) block.textContent = fit(evidence.text);
  else {
    const [before, words, after] = [letters.slice(0, from), letters.slice(from, to), letters.slice(to)].map((some) => some.join(""));
    block.append(fit(before), made("mark", words), fit(after));
  }
  return block;
}

// --- taking the folder in ---

async function take(found) {
  tell("Checking …", "");
  const files = rooted(found);
  if (files === null) {
    tell("This folder is no bag: it has no bagit.txt.", "broken");
    return;
  }
  const noted = part("noted").value.trim().toLowerCase();
  try {
    show(await checked(files, noted), noted);
  } catch (error) {
    tell(`This can’t be checked here: ${fit(error)}. Use habeas verify.`, "broken");
  }
}

/** All files under what was dropped, by their paths. */
async function entriesOf(entry) {
  if (entry.isFile) return [[entry.fullPath.slice(1), await new Promise((got, failed) => entry.file(got, failed))]];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    // A browser gives some hundred at a time.
    const some = await new Promise((got, failed) => reader.readEntries(got, failed));
    if (!some.length) return found;
    for (const one of some) found.push(...(await entriesOf(one)));
  }
}

function listen() {
  part("folder").addEventListener("change", (event) => {
    take(Array.from(event.target.files, (file) => [file.webkitRelativePath || file.name, file]));
  });
  const drop = part("drop");
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", async (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const entries = Array.from(event.dataTransfer.items, (dropped) => dropped.webkitGetAsEntry()).filter(Boolean);
    take((await Promise.all(entries.map(entriesOf))).flat());
  });
}

listen();
