const colours = await (await fetch("colours.json")).json();
const row = document.querySelector(".colours");

for (const { name, glow } of colours) {
  const button = document.createElement("button");
  button.textContent = name;
  button.addEventListener("click", () => {
    document.documentElement.style.setProperty("--glow", glow);
  });
  row.append(button);
}
