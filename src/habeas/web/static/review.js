// Review by keys: each button and link says its own. Without this they are clicked.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input:not([type=radio]), textarea, select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const field = document.querySelector(".slots input, .slots select");
  const changed = document.querySelector(".slots [data-edited]");
  if (event.key === "e" && field && !changed) {
    event.preventDefault();
    field.focus();
    return;
  }
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (target) {
    event.preventDefault();
    target.click();
  } else if (event.key === "p" && history.length > 1 && document.getElementById("decide")) {
    history.back();
  }
});
document.addEventListener("input", (event) => {
  if (event.target.closest(".slots")) event.target.dataset.edited = "";
});
// Enter in a slot amends; it never accepts.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.closest(".slots input")) return;
  const amend = event.target.form.querySelector("button[value=amended]");
  if (!amend) return;
  event.preventDefault();
  amend.click();
});
