// Adding: files can be dropped, are checked before they are sent, and one sees how far the sending is.
"use strict";

const form = document.getElementById("add");
const input = document.getElementById("f-files");
const drop = document.getElementById("drop");
const chosen = document.getElementById("chosen");
const refused = document.getElementById("refused");
const sending = document.getElementById("sending");
const most = {
  files: Number(form.dataset.files),
  file: Number(form.dataset.fileBytes),
  job: Number(form.dataset.jobBytes),
};

function inWords(bytes) {
  for (const [size, unit] of [[2 ** 30, "GB"], [2 ** 20, "MB"], [2 ** 10, "kB"]]) {
    if (bytes >= size) return `${Math.round((bytes / size) * 10) / 10} ${unit}`;
  }
  return `${bytes} bytes`;
}

function tell(words) {
  refused.textContent = words;
  refused.hidden = !words;
}

function fault(files) {
  const together = files.reduce((sum, file) => sum + file.size, 0);
  if (files.length > most.files) return `These are ${files.length} files; one job takes ${most.files}: send them in several.`;
  if (together > most.job) return `These are ${inWords(together)}; one job takes ${inWords(most.job)}: send them in several.`;
  return "";
}

// A container of reports may be as large as the whole job.
function largest(file) {
  const name = file.name.toLowerCase();
  return form.dataset.containers.split(" ").some((ending) => name.endsWith(ending)) ? most.job : most.file;
}

function show() {
  const files = [...input.files];
  chosen.replaceChildren(...files.map((file) => {
    const item = document.createElement("li");
    const name = document.createElement("bdi");
    name.dir = "ltr";
    name.textContent = file.name;
    item.append(name, `, ${inWords(file.size)}`);
    if (file.size > largest(file)) item.append(`: too large to be read, the limit is ${inWords(largest(file))}`);
    return item;
  }));
  chosen.hidden = files.length === 0;
  tell(fault(files));
}

input.addEventListener("change", show);
document.getElementById("droppable").hidden = false;

for (const kind of ["dragenter", "dragover"]) {
  drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
}
for (const kind of ["dragleave", "drop"]) {
  drop.addEventListener(kind, () => drop.classList.remove("over"));
}
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files.length === 0) return;
  input.files = event.dataTransfer.files;
  show();
});

function enable(on) {
  form.querySelector("button[type=submit]").disabled = !on;
  sending.hidden = on;
}

form.addEventListener("submit", (event) => {
  const words = fault([...input.files]);
  event.preventDefault();
  tell(words);
  if (words) return;
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", (come) => {
    if (!come.lengthComputable) return;
    sending.querySelector("progress").value = come.loaded / come.total;
    sending.querySelector("span").textContent = `${inWords(come.loaded)} of ${inWords(come.total)} sent`;
  });
  request.addEventListener("load", () => {
    if (request.status < 400) {
      location.assign(request.responseURL);
      return;
    }
    enable(true);
    let words = "";
    try { words = JSON.parse(request.responseText).error; } catch { words = ""; }
    tell(words || "This couldn't be sent: load the page again, and try once more.");
  });
  request.addEventListener("error", () => {
    enable(true);
    tell("The connection broke off: nothing was kept. Send the files again.");
  });
  const data = new FormData(form);
  enable(false);
  request.send(data);
});
