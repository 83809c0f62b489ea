// A job's page goes on by itself: what becomes of each file comes as a server-sent event.
"use strict";

const job = document.getElementById("job");
const rows = document.querySelectorAll("table.files tbody tr[id]");
const final = new Set(["done", "known already", "failed", "left out"]);

function showFile(file) {
  const row = document.getElementById(`file-${file.number}`);
  if (!row) return;
  row.dataset.state = file.state;
  row.querySelector(".state").textContent = file.state;
  row.querySelector(".came").textContent = file.words;
  const name = row.querySelector("th");
  if (file.report && !name.querySelector("a")) {
    const link = document.createElement("a");
    link.href = `/reports/${encodeURIComponent(file.report)}`;
    link.textContent = name.textContent;
    name.replaceChildren(link);
  }
  const through = [...rows].filter((one) => final.has(one.dataset.state)).length;
  document.getElementById("progress").value = through;
  document.getElementById("counts").textContent = `${through} of ${rows.length} through`;
}

function showJob(what) {
  const said = document.getElementById("said");
  said.textContent = what.said;
  said.hidden = !what.said;
}

if (job && "EventSource" in window) {
  const events = new EventSource(job.dataset.events);
  events.addEventListener("file", (event) => { showFile(JSON.parse(event.data)); showJob({ said: "" }); });
  events.addEventListener("job", (event) => showJob(JSON.parse(event.data)));
  events.addEventListener("end", () => { events.close(); location.reload(); });
  addEventListener("pagehide", () => events.close());
}
