// The page on which programmers try the JSON.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("swagger");
  SwaggerUIBundle({ url: place.dataset.openapi, domNode: place, validatorUrl: null, tryItOutEnabled: true, supportedSubmitMethods: ["get"] });
});
