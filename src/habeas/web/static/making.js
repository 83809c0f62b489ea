// The page of a download goes on by itself: it is asked whether the file is ready.
"use strict";

const making = document.getElementById("making");

async function look() {
  const answer = await fetch(making.dataset.address, { cache: "no-store" });
  const told = answer.ok ? await answer.json() : { ended: true };
  if (told.ended) location.reload();
  else setTimeout(look, 1500);
}

if (making) setTimeout(look, 700);
