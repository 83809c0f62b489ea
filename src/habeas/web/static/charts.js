// Charts and maps: what a mark says shows at once beside it, and its line in the table is marked.
"use strict";

const tip = document.createElement("p");
tip.className = "chart-tip";
tip.hidden = true;
tip.setAttribute("aria-hidden", "true"); // the mark's own title says the same

function pointAt(mark) {
  const figure = mark.closest("figure.chart");
  const title = mark.querySelector("title") || { textContent: mark.dataset.words };
  // A title that stays in place would show a second time, late.
  mark.dataset.words = title.textContent;
  mark.setAttribute("aria-label", title.textContent);
  if (title.remove) title.remove();
  tip.textContent = mark.dataset.words;
  if (tip.parentElement !== figure) figure.append(tip);
  tip.hidden = false;
  const frame = figure.getBoundingClientRect();
  const at = (mark.querySelector(".drawn-touch, .drawn-lower, .drawn-upper") || mark).getBoundingClientRect();
  const left = Math.min(at.right - frame.left + 6, frame.width - tip.offsetWidth);
  const above = at.top - frame.top - tip.offsetHeight - 6;
  tip.style.setProperty("left", `${Math.max(0, left)}px`);
  tip.style.setProperty("top", `${above > -tip.offsetHeight / 2 ? above : at.bottom - frame.top + 6}px`);
  row(mark)?.classList.add("pointed");
}

function row(mark) {
  return document.getElementById(mark.getAttribute("href").split("/").pop())?.closest("tr");
}

function leave(mark) {
  tip.hidden = true;
  row(mark)?.classList.remove("pointed");
}

for (const [on, off] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
  document.addEventListener(on, (event) => {
    const mark = event.target.closest("figure.chart a.drawn-mark");
    if (mark) pointAt(mark);
  });
  document.addEventListener(off, (event) => {
    const mark = event.target.closest("figure.chart a.drawn-mark");
    if (mark) leave(mark);
  });
}
