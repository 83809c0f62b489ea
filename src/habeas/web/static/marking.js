// Reading a report: notes light up with their words, and words that are selected can become a claim.
"use strict";
(() => {
  const text = document.querySelector(".reading");
  if (!text) return;

  // --- a claim and its words light up together ---

  const lit = (id, on) => {
    for (const part of text.querySelectorAll(`[data-c~="${CSS.escape(id)}"]`)) part.classList.toggle("lit", on);
    document.getElementById(`n-${id}`)?.classList.toggle("lit", on);
  };
  const claimsOf = (target) => {
    const note = target.closest?.("[data-claim]");
    if (note) return [note.dataset.claim];
    const call = target.closest?.(".call a");
    return call ? [call.id] : [];
  };
  const light = (on) => (event) => claimsOf(event.target).forEach((id) => lit(id, on));
  for (const [kind, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]])
    text.addEventListener(kind, light(on));

  // --- each note beside its words, one below the other ---

  const wide = matchMedia("screen and (min-width: 62rem)");
  const set = () => {
    text.classList.toggle("set", wide.matches);
    text.style.minHeight = "";
    const notes = [...text.querySelectorAll(".margin-note")];
    for (const note of notes) note.style.top = "";
    if (!wide.matches) return;
    const top = text.getBoundingClientRect().top;
    const wished = notes.map((note) => document.getElementById(note.id.slice(2)).getBoundingClientRect().top - top);
    const heights = notes.map((note) => note.offsetHeight);
    let free = 0;
    notes.forEach((note, at) => {
      const place = Math.max(free, wished[at] - 4);
      note.style.top = `${place}px`;
      free = place + heights[at] + 7;
    });
    text.style.minHeight = `${free}px`;
  };
  set();
  addEventListener("resize", set);
  wide.addEventListener("change", set);
  document.fonts?.ready.then(set);

  // --- a claim of another part of a long report ---

  const wanted = decodeURIComponent(location.hash.slice(1));
  if (/^c_[0-9a-f]+$/.test(wanted) && !document.getElementById(wanted))
    location.replace(`/reports/${text.dataset.report}/claims/${wanted}`);

  // --- words to offsets ---

  // Offsets count code points, as the ledger does; strings here count UTF-16 units. A character that can't
  // be shown stands as its name, and counts as what it stands for.
  const points = (words) => {
    let number = 0;
    for (const _ of words) number += 1;
    return number;
  };
  const length = (run) => (run.dataset.n ? Number(run.dataset.n) : points(run.firstChild?.data ?? ""));
  const runs = [...text.querySelectorAll("[data-o]")];

  // Where a point of the selection lies in the report's text; `end` says which side of a sign counts.
  const offsetOf = (node, at, end) => {
    const run = node.parentElement?.closest("[data-o]");
    if (run && node.nodeType === Node.TEXT_NODE && (run.dataset.n || node === run.firstChild)) {
      const start = Number(run.dataset.o);
      if (run.dataset.n) return end ? start + Number(run.dataset.n) : start;
      return start + points(node.data.slice(0, at));
    }
    return end ? before(node, at) : after(node, at);
  };
  // Elsewhere (in the number of a note, between paragraphs): the nearest words before, or after.
  const before = (node, at) => {
    const point = pointAt(node, at);
    const found = runs.findLast((run) => point.comparePoint(run, 0) < 0);
    return found ? Number(found.dataset.o) + length(found) : 0;
  };
  const after = (node, at) => {
    const point = pointAt(node, at);
    const found = runs.find((run) => point.comparePoint(run, 0) >= 0);
    return found ? Number(found.dataset.o) : Number.MAX_SAFE_INTEGER;
  };
  const pointAt = (node, at) => {
    const range = document.createRange();
    range.setStart(node, at);
    return range;
  };

  // --- words that are selected ---

  const button = document.getElementById("mark-words");
  const frame = button?.parentElement;
  const marked = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
    const start = offsetOf(range.startContainer, range.startOffset, false);
    const end = offsetOf(range.endContainer, range.endOffset, true);
    return start < end ? { start, end, box: range.getBoundingClientRect() } : null;
  };
  const offer = () => {
    const words = text.dataset.add ? marked() : null;
    frame.hidden = !words;
    if (!words) return;
    button.href = `${text.dataset.add}?start=${words.start}&end=${words.end}`;
    // Below the words where there is room; style sheets put it at the foot of small screens.
    frame.style.top = `${Math.min(words.box.bottom + 8, innerHeight - 60)}px`;
    frame.style.left = `${Math.max(8, Math.min(words.box.left, innerWidth - 300))}px`;
  };
  if (button) {
    let waiting = 0;
    document.addEventListener("selectionchange", () => {
      clearTimeout(waiting);
      waiting = setTimeout(offer, 120);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "a" || event.ctrlKey || event.metaKey || event.altKey || frame.hidden) return;
      if (event.target.closest("input, textarea, select")) return;
      event.preventDefault();
      location.assign(button.href);
    });
  }
})();
