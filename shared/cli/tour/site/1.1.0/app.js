const colours = await (await fetch("colours.json")).json();
const row = document.querySelector(".colours");

function choose(name) {
  const colour = colours.find((colour) => colour.name === name) ?? colours[1];
  document.documentElement.style.setProperty("--glow", colour.glow);
  for (const button of row.children) {
    button.setAttribute("aria-pressed", String(button.textContent === colour.name));
  }
  localStorage.setItem("light", colour.name);
}

for (const { name } of colours) {
  const button = document.createElement("button");
  button.textContent = name;
  button.addEventListener("click", () => choose(name));
  row.append(button);
}
choose(localStorage.getItem("light"));
