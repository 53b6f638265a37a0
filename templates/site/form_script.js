(function (root) {
"use strict";
// In the words of telephones of ten years ago: no module, no promise, no arrow. What passes for one sign, and
// the checksum, are those of svc/rules/blocks.py; a test lets both run.
var UNSEEN = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]/g;
var DROPPED = /[\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"'`>|\u00b4\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u300c\u300d\u300e\u300f\uff02\uff07\uff40\uff1e\uff5c\u2502\u2503]/g;
var ALIKE = [
  [/[\u2010-\u2015\u2212\ufe63\uff0d]/g, "-"], [/[\u3010\uff3b\u3014]/g, "["], [/[\u3011\uff3d\u3015]/g, "]"],
  [/[\u3002\uff0e\uff61\u2026]/g, "."], [/[\u3001\uff0c\ufe50]/g, ","], [/[\uff1a\ufe55\u2236]/g, ":"],
  [/[\uff1b\ufe54]/g, ";"], [/[\uff5e\u301c]/g, "~"], [/[\u00d7\u2715\u2716]/g, "x"]
];

function plain(text) {
  var i;
  text = text.replace(UNSEEN, "").replace(DROPPED, "");
  for (i = 0; i < ALIKE.length; i += 1) { text = text.replace(ALIKE[i][0], ALIKE[i][1]); }
  text = text.replace(/[\uff01-\uff5e]/g, function (c) { return String.fromCharCode(c.charCodeAt(0) - 0xfee0); });
  return text.replace(/-+/g, "-").replace(/\.+/g, ".");
}

function bytes(text) {
  var out = [], i, code, low;
  for (i = 0; i < text.length; i += 1) {
    code = text.charCodeAt(i);
    if (code >= 0xd800 && code < 0xdc00) {
      low = text.charCodeAt(i + 1);
      code = 0x10000 + (code - 0xd800) * 0x400 + (low - 0xdc00);
      i += 1;
    }
    if (code < 0x80) { out.push(code); }
    else if (code < 0x800) { out.push(0xc0 | code >> 6, 0x80 | code & 63); }
    else if (code < 0x10000) { out.push(0xe0 | code >> 12, 0x80 | code >> 6 & 63, 0x80 | code & 63); }
    else { out.push(0xf0 | code >> 18, 0x80 | code >> 12 & 63, 0x80 | code >> 6 & 63, 0x80 | code & 63); }
  }
  return out;
}

function checksum(text) {
  var crc = -1, data = bytes(plain(text)), i, bit;
  for (i = 0; i < data.length; i += 1) {
    crc ^= data[i];
    for (bit = 0; bit < 8; bit += 1) { crc = crc >>> 1 ^ (crc & 1 ? 0xedb88320 : 0); }
  }
  return ("0000000" + ((crc ^ -1) >>> 0).toString(16).toUpperCase()).slice(-8);
}

// An answer as it goes into a line: no picture, no sign that lines and blocks are told by.
function clean(text) {
  text = text.replace(UNSEEN, "").replace(/[\ud83c-\ud83e][\udc00-\udfff]|[\u2600-\u27bf]/g, "");
  text = text.replace(/[\ud800-\udbff](?![\udc00-\udfff])/g, "");
  text = text.replace(/(^|[^\ud800-\udbff])[\udc00-\udfff]/g, "$1").replace(/(^|[^\ud800-\udbff])[\udc00-\udfff]/g, "$1");
  text = text.replace(/[\[\u3010\uff3b\u3014]/g, "(").replace(/[\]\u3011\uff3d\u3015]/g, ")").replace(/\u25c6/g, "-");
  text = text.replace(/[>\uff1e]/g, "\u203a").replace(/[|\uff5c\u2502\u2503]/g, "/").replace(/[\ue000-\uf8ff\ufffe\uffff]/g, "");
  text = text.replace(/[\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g, " ");
  return text.replace(/^ | $/g, "").slice(0, 500).replace(/[\ud800-\udbff]$| $/, "");
}

// `lines`: number, name, answer of each; empty answers are left out.
function compose(head, end, sum, lines) {
  var text = "\u3010" + head + "\u3011\n", i;
  for (i = 0; i < lines.length; i += 1) {
    if (lines[i][2]) { text += "\u25c6" + lines[i][0] + " " + lines[i][1] + "\uff1a" + lines[i][2] + "\n"; }
  }
  return text + "\u25c699 " + sum + "\uff1a" + checksum(text) + "\n\u3010" + end + "\u3011";
}

function two(number) { return (number < 10 ? "0" : "") + number; }

function moment(date) {
  var away = -date.getTimezoneOffset(), far = Math.abs(away);
  return date.getFullYear() + "-" + two(date.getMonth() + 1) + "-" + two(date.getDate()) + " " +
    two(date.getHours()) + ":" + two(date.getMinutes()) + " " +
    (away < 0 ? "-" : "+") + two(Math.floor(far / 60)) + ":" + two(far % 60);
}

// `2026-11-20T14:00` of a picker of times, or typed where there is none; nothing where it is no time.
function typedMoment(text) {
  var p = /^\s*(\d{4})[-\/.](\d{1,2})[-\/.](\d{1,2})[T ]+(\d{1,2})[:\uff1a](\d{2})/.exec(text), date;
  if (!p) { return ""; }
  date = new Date(+p[1], p[2] - 1, +p[3], +p[4], +p[5]);
  return date.getMonth() === p[2] - 1 && date.getDate() === +p[3] && date.getHours() === +p[4] ? moment(date) : "";
}

function token() {
  var letters = "0123456789abcdefghjkmnpqrstvwxyz", out = "", random = root.crypto || root.msCrypto, i, drawn;
  if (random && random.getRandomValues) { drawn = random.getRandomValues(new Uint8Array(12)); }
  for (i = 0; i < 12; i += 1) { out += letters.charAt(drawn ? drawn[i] % 32 : Math.floor(Math.random() * 32)); }
  return out;
}

root.svcBlock = { clean: clean, checksum: checksum, compose: compose, typedMoment: typedMoment };
if (!root.document) { return; }

var form = document.getElementById("svc-form"), made = document.getElementById("svc-made"),
  text = document.getElementById("svc-text"), said = document.getElementById("svc-said"),
  key = "svc " + form.getAttribute("data-key"), kept = fresh();

// `written`: when the text was made; it stays until an answer changes, so that it is the same text.
function fresh() { return { token: token(), written: "", typed: {} }; }

function each(selector, call) {
  var found = form.querySelectorAll(selector), i;
  for (i = 0; i < found.length; i += 1) { call(found[i]); }
}

function word(name) { return form.getAttribute("data-" + name); }

function keep() {
  kept.typed = {};
  each("[name]", function (field) {
    kept.typed[field.name] = field.type === "checkbox" ? field.checked : field.value;
  });
  try { root.localStorage.setItem(key, JSON.stringify(kept)); } catch (ignored) { /* a page of a file may keep nothing */ }
}

function bringBack() {
  var found = null;
  try { found = JSON.parse(root.localStorage.getItem(key)); } catch (ignored) { found = null; }
  if (!found || !found.token || !found.typed) { return; }
  kept = found;
  each("[name]", function (field) {
    var value = kept.typed[field.name];
    if (field.type === "checkbox") { field.checked = value === true; }
    else if (typeof value === "string") { field.value = value; }
  });
}

// Whether an answer is one of these: `cause=2 5`.
function isSo(condition) {
  var asked = condition.split("="), value = form.elements[asked[0]].value;
  return value !== "" && (" " + asked[1] + " ").indexOf(" " + value + " ") >= 0;
}

function show() { each("[data-when]", function (box) { box.hidden = !isSo(box.getAttribute("data-when")); }); }

function isShown(field) {
  for (; field && field !== form; field = field.parentNode) { if (field.hidden) { return false; } }
  return true;
}

function chosen(field) { return field.value ? field.value + "." + clean(field.options[field.selectedIndex].text) : ""; }

function answer(field) {
  var sort = field.getAttribute("data-sort"), boxes, out = [], i;
  if (sort === "token") { return kept.token; }
  if (sort === "now") { return kept.written; }
  if (sort === "time") { return typedMoment(field.value); }
  if (sort === "choice") { return chosen(field); }
  if (sort === "choices") {
    boxes = field.querySelectorAll("input");
    for (i = 0; i < boxes.length; i += 1) {
      if (boxes[i].checked) { out.push(boxes[i].value + "." + clean(boxes[i].getAttribute("data-word"))); }
    }
    return out.join(" ");
  }
  if (sort === "part") {
    boxes = field.querySelectorAll("[name]");
    return clean(boxes[0].value) ? (parseInt(boxes[1].value, 10) || 1) + "\u00d7" + clean(boxes[0].value) + "\uff1b" + chosen(boxes[2]) : "";
  }
  return clean(field.value);
}

// Before the time it follows.
function isEarly(field) {
  var before = form.elements[field.getAttribute("data-after")];
  return before !== undefined && typedMoment(field.value) < typedMoment(before.value);
}

// A time that is none, is still to come, or lies before the one it follows.
function isWrongTime(field) {
  var time = typedMoment(field.value);
  return !time || time > moment(new Date()) || isEarly(field);
}

function isNoTelephone(field) { return field.type === "tel" && plain(field.value).replace(/[^0-9]/g, "").length < 7; }

// What is said of an answer that is wanting: its name, and why, where it may be hard to see.
function wanting(field, name) {
  if (field.type === "tel" && field.value) { return word("no-phone").replace("{field}", function () { return name; }); }
  if (field.getAttribute("data-after") && typedMoment(field.value) && isEarly(field)) {
    return word("early").replace("{field}", function () { return name; });
  }
  return name;
}

function isLacking(field) {
  var sort = field.getAttribute("data-sort"), needed = field.getAttribute("data-needed");
  if (sort === "part") { return clean(field.querySelector("input").value) !== "" && field.querySelector("select").value === ""; }
  if (sort === "time" && field.value) { return isWrongTime(field); }
  if (field.value && isNoTelephone(field)) { return true; }
  return needed !== null && !answer(field) && (needed === "" || isSo(needed));
}

function make() {
  var lines = [], lacking = [], first = null;
  kept.written = kept.written || moment(new Date());
  each("[data-n]", function (field) {
    var name = field.getAttribute("data-label"), box = field, isLeft;
    if (!isShown(field)) { return; }
    isLeft = isLacking(field);
    while (box.className.indexOf("svc-field") < 0 && box.parentNode !== form) { box = box.parentNode; }
    if (field.type !== "hidden") { box.className = box.className.replace(/ svc-lacks/g, "") + (isLeft ? " svc-lacks" : ""); }
    if (isLeft) { lacking.push(wanting(field, name)); first = first || box; }
    lines.push([field.getAttribute("data-n"), name, answer(field)]);
  });
  made.hidden = lacking.length > 0;
  if (first) {
    said.textContent = word("lacks").replace("{fields}", function () { return lacking.join(word("comma")); });
    first.scrollIntoView();
    return;
  }
  text.value = compose(word("head"), word("end"), word("sum"), lines);
  text.style.height = "auto";
  text.style.height = text.scrollHeight + 4 + "px";
  said.textContent = word("ready");
  keep();
  made.scrollIntoView();
}

function copied(isDone) { said.textContent = word(isDone ? "copied" : "by-hand"); }

function copy() {
  var isDone = false;
  text.focus();
  text.select();
  text.setSelectionRange(0, text.value.length);
  try { isDone = document.execCommand("copy"); } catch (ignored) { isDone = false; }
  if (!isDone && root.navigator.clipboard) {
    root.navigator.clipboard.writeText(text.value).then(function () { copied(true); }, function () { copied(false); });
  } else { copied(isDone); }
}

function again() {
  if (!root.confirm(word("really"))) { return; }
  try { root.localStorage.removeItem(key); } catch (ignored) { /* nothing was kept */ }
  form.reset();
  kept = fresh();
  made.hidden = true;
  said.textContent = "";
  show();
}

function changed() { kept.written = ""; show(); keep(); made.hidden = true; said.textContent = ""; }

bringBack();
show();
form.addEventListener("input", changed);
form.addEventListener("change", changed);
form.addEventListener("submit", function (event) { event.preventDefault(); make(); });
document.getElementById("svc-copy").addEventListener("click", copy);
document.getElementById("svc-again").addEventListener("click", again);
}(this));
