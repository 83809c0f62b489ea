// The page on which programmers try the JSON.
"use strict";
addEventListener("DOMContentLoaded", async () => {
  const place = document.getElementById("swagger");
  const answer = await fetch(place.dataset.openapi);
  // The page that is bundled knows OpenAPI up to 3.0, and shows ours, which is 3.1, as well under that number.
  const spec = { ...(await answer.json()), openapi: "3.0.3" };
  SwaggerUIBundle({ spec, domNode: place, validatorUrl: null, tryItOutEnabled: true, supportedSubmitMethods: ["get"] });
});
