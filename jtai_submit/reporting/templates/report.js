"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const bar = document.querySelector(".filter");
  const groups = all("details.group");
  const select = document.getElementById("state");
  const search = document.getElementById("find");
  const told = document.getElementById("shown");
  const apply = () => {
    const state = select.value;
    const words = search.value.trim().toLowerCase();
    const asked = state !== "" || words !== "";
    let shown = 0;
    for (const group of groups) {
      let mine = 0;
      const name = group.querySelector(".name").textContent.toLowerCase();
      for (const row of all("li[data-state]", group)) {
        const text = name + " " + row.textContent.toLowerCase();
        const fits = (state === "" || row.dataset.state === state) && text.includes(words);
        row.hidden = !fits;
        mine += fits ? 1 : 0;
      }
      group.closest("li").hidden = mine === 0;
      if (asked) group.open = mine > 0;
      shown += mine;
    }
    told.textContent = asked ? `${shown} shown` : "";
  };
  if (bar) {
    bar.hidden = false;
    select.addEventListener("change", apply);
    search.addEventListener("input", apply);
  }
  if (matchMedia("(min-width: 45em)").matches) {
    for (const each of all("details.wide")) each.open = true;
  }
  addEventListener("beforeprint", () => {
    for (const each of all("details.print")) each.open = true;
  });
})();
