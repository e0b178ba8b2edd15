"use strict";
const root = document.documentElement;
const button = document.getElementById("theme");
function show(theme) {
  root.dataset.theme = theme;
  button.textContent = theme === "dark" ? "Light" : "Dark";
}
show(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
button.addEventListener("click", () => show(root.dataset.theme === "dark" ? "light" : "dark"));
