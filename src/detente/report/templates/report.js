"use strict";
// Shows in a panel what the page already holds as plain text in its evidence section. It makes elements and
// text nodes only, so that no word of a document can become markup.
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (tag, name, text) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const panel = byId("panel");
  const body = byId("panel-body");
  const title = byId("panel-title");
  const tools = panel.querySelector(".panel-tools");
  const hint = [...body.childNodes];
  const hintTitle = title.textContent;
  const SHOWN = 60;
  let opener = null;

  document.documentElement.classList.add("js");
  panel.hidden = false;
  for (const fold of all("details.behind, #store")) fold.open = false;

  // ---- evidence ------------------------------------------------------------------------------------

  const isCode = (element) => element !== null && element.matches("li[data-s]");
  const isGroup = (element) => element !== null && element.matches("[data-title]");

  function codesOf(target) {
    if (isCode(target)) return [target];
    const found = all("a[href^='#']", target).map((link) => byId(link.hash.slice(1)));
    return [...new Set(found.filter(isCode))];
  }

  function marksOf(code) {
    const found = new Map();
    for (const token of code.dataset.m.split(" ").filter(Boolean)) {
      const [line, part, start, end] = token.split(":");
      if (!found.has(line)) found.set(line, []);
      found.get(line).push({ part, start: Number(start), end: Number(end) });
    }
    return found;
  }

  // Offsets count code points, so the text is cut as an array of them.
  function marked(text, marks) {
    const out = document.createDocumentFragment();
    const points = Array.from(text);
    const cuts = [...new Set([0, points.length, ...marks.flatMap((mark) => [mark.start, mark.end])])].sort((a, b) => a - b);
    for (let at = 0; at + 1 < cuts.length; at += 1) {
      const words = points.slice(cuts[at], cuts[at + 1]).join("");
      const here = marks.filter((mark) => mark.start <= cuts[at] && mark.end >= cuts[at + 1]);
      if (!here.length) {
        out.append(words);
        continue;
      }
      out.append(make("mark", `t-${here[here.length - 1].part}`, words));
      for (const mark of here.filter((each) => each.end === cuts[at + 1])) out.append(make("span", "tag", mark.part));
    }
    return out;
  }

  function neighbours(line) {
    const lines = all(".said > span", line.closest(".passage"));
    const at = lines.indexOf(line);
    return lines.slice(Math.max(0, at - 2), at + 3);
  }

  function said(line, code) {
    const paragraph = make("p", "said");
    paragraph.dir = "auto";
    const marks = marksOf(code);
    for (const each of neighbours(line)) {
      const words = make("span", each === line ? "ev" : "around");
      words.append(marked(each.textContent, marks.get(each.id) || []));
      paragraph.append(words, " ");
    }
    return paragraph;
  }

  function where(line) {
    const chapter = line.closest(".chapter");
    const place = make("p", "where");
    const cite = make("cite");
    cite.append(make("bdi", "", chapter.dataset.cite || chapter.querySelector("h3").textContent));
    place.append(cite);
    if (line.dataset.p) place.append(", p. ", make("bdi", "", line.dataset.p));
    const section = line.closest(".passage").dataset.n;
    if (section) place.append(" · ", make("bdi", "", section));
    const link = make("a", "", "in its place");
    link.href = `#${line.id}`;
    place.append(" · ", link);
    return place;
  }

  function card(codes) {
    const line = byId(codes[0].dataset.s);
    const article = make("article", "card");
    const list = make("ul", "codes");
    let text = said(line, codes[0]);
    for (const [at, code] of codes.entries()) {
      const item = make("li");
      item.append(...[...code.cloneNode(true).childNodes]);
      if (codes.length > 1) {
        const button = make("button", "", "mark its words");
        button.type = "button";
        button.setAttribute("aria-pressed", String(at === 0));
        button.addEventListener("click", () => {
          const fresh = said(line, code);
          text.replaceWith(fresh);
          text = fresh;
          for (const other of all("button", list)) other.setAttribute("aria-pressed", String(other === button));
        });
        item.append(" ", button);
      }
      list.append(item);
    }
    article.append(text, where(line), list);
    return article;
  }

  function cards(target) {
    const groups = new Map();
    for (const code of codesOf(target)) {
      if (!groups.has(code.dataset.s)) groups.set(code.dataset.s, []);
      groups.get(code.dataset.s).push(code);
    }
    return [...groups.values()];
  }

  function titleOf(target) {
    if (isGroup(target)) return target.dataset.title;
    const what = target.querySelector("b").textContent;
    const who = target.querySelector(".who");
    return who ? `${what}: ${who.textContent}` : what;
  }

  function fill(target) {
    const groups = cards(target);
    const shown = groups.slice(0, SHOWN).map(card);
    title.textContent = titleOf(target);
    const note = target.querySelector(".more") || (groups.length ? null : target.querySelector(".refs"));
    body.replaceChildren(...shown);
    if (note) body.append(make("p", "hint", note.textContent.trim()));
    if (groups.length > SHOWN) {
      const more = make("button", "", `Show the other ${groups.length - SHOWN}`);
      more.type = "button";
      more.addEventListener("click", () => more.replaceWith(...groups.slice(SHOWN).map(card)));
      body.append(more);
    }
    body.scrollTop = 0;
  }

  function show(target, from) {
    if (opener) opener.classList.remove("on");
    opener = from;
    if (opener) opener.classList.add("on");
    fill(target);
    tools.hidden = false;
    panel.classList.add("open");
    for (const id of ["panel-back", "panel-on"]) byId(id).disabled = !opener || !opener.closest("[data-rove]");
    remember(`#${target.id}`);
    title.focus({ preventScroll: true });
  }

  // The address follows what is shown, once the reader rests; browsers refuse to change it many times a second.
  let resting = 0;
  function remember(place) {
    clearTimeout(resting);
    resting = setTimeout(() => {
      try {
        history.replaceState(null, "", place);
      } catch {
        // a page shown in a frame may not change its address; the panel works without
      }
    }, 120);
  }

  function close() {
    const back = opener;
    if (opener) opener.classList.remove("on");
    opener = null;
    title.textContent = hintTitle;
    body.replaceChildren(...hint);
    tools.hidden = true;
    panel.classList.remove("open");
    if (back) back.focus();
  }

  // ---- moving along a plot or a table -----------------------------------------------------------------

  const along = (group) => {
    const links = all("svg a, a.row", group).filter((link) => !link.closest("tr[hidden]"));
    if (!group.querySelector("svg")) return links;
    const places = new Map(links.map((link) => [link, link.getBoundingClientRect().left]));
    return links.sort((a, b) => places.get(a) - places.get(b));
  };

  function reach(group, link) {
    for (const other of all("a[tabindex='0']", group)) other.setAttribute("tabindex", "-1");
    const row = link.closest("tr");
    for (const each of row ? all("a", row) : [link]) each.setAttribute("tabindex", "0");
  }

  function step(by) {
    const group = opener && opener.closest("[data-rove]");
    if (!group) return;
    const links = along(group);
    const next = links[links.indexOf(opener) + by];
    if (!next) return;
    reach(group, next);
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
    open(next);
  }

  for (const group of all("[data-rove]")) {
    for (const link of all("a", group)) link.setAttribute("tabindex", "-1");
    const first = group.querySelector("svg a, a.row");
    if (first) reach(group, first);
  }

  // ---- what the reader does ---------------------------------------------------------------------------

  const placeOf = (link) => (link.getAttribute("href") || "").slice(1);

  function open(link) {
    const target = byId(placeOf(link));
    if (isCode(target) || isGroup(target)) {
      show(target, link);
      return true;
    }
    for (let fold = target; fold; fold = fold.parentElement) if (fold.tagName === "DETAILS") fold.open = true;
    return false;
  }

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("a") || rowLink(event.target);
    if (!link || !(link.getAttribute("href") || "").startsWith("#")) return;
    const group = link.closest("[data-rove]");
    if (group && link.matches("svg a, a.row")) reach(group, link);
    if (open(link)) event.preventDefault();
  });

  // The spoken label of a mark is shown to those who point at it; it is written once, when first asked for.
  document.addEventListener("pointerover", (event) => {
    const mark = event.target.closest("svg a[aria-label]");
    if (!mark || mark.querySelector("title")) return;
    const label = document.createElementNS("http://www.w3.org/2000/svg", "title");
    label.textContent = mark.getAttribute("aria-label");
    mark.prepend(label);
  });

  function rowLink(element) {
    const row = element.closest("[data-rove] tr");
    if (!row || String(getSelection())) return null;
    const cell = element.closest("td[data-title]");
    return (cell && cell.querySelector("a.row")) || row.querySelector("a.row");
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel.classList.contains("open")) {
      close();
      return;
    }
    const link = event.target.closest("[data-rove] svg a, [data-rove] a.row");
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (!link || by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const group = link.closest("[data-rove]");
    const links = along(group);
    const next = links[Math.max(0, Math.min(links.length - 1, links.indexOf(link) + by))];
    reach(group, next);
    next.focus();
  });

  byId("panel-close").addEventListener("click", close);
  byId("panel-back").addEventListener("click", () => step(-1));
  byId("panel-on").addEventListener("click", () => step(1));

  // ---- the filter of all events -----------------------------------------------------------------------

  const filters = byId("filters");
  if (filters) {
    const rows = all("#event-table tbody tr");
    const words = new Map();
    const wordsOf = (row) => {
      if (!words.has(row)) {
        const code = byId(placeOf(row.querySelector("a.row")));
        const line = code && byId(code.dataset.s);
        words.set(row, `${row.textContent} ${line ? line.textContent : ""}`.toLowerCase());
      }
      return words.get(row);
    };
    const apply = () => {
      const wanted = byId("f-text").value.toLowerCase().split(/\s+/).filter(Boolean);
      const dyad = byId("f-dyad").value;
      const type = byId("f-type").value;
      let count = 0;
      for (const row of rows) {
        const fits = (!dyad || row.dataset.d === dyad) && (!type || row.dataset.t === type) && wanted.every((word) => wordsOf(row).includes(word));
        row.hidden = !fits;
        count += fits;
      }
      byId("f-count").textContent = count === 1 ? "1 event" : `${count} events`;
    };
    filters.hidden = false;
    filters.addEventListener("input", apply);
  }

  // ---- a link that was mailed -------------------------------------------------------------------------

  function arrive() {
    const target = byId(location.hash.slice(1));
    if (isCode(target) || isGroup(target)) show(target, null);
    else if (target) {
      for (let fold = target; fold; fold = fold.parentElement) if (fold.tagName === "DETAILS") fold.open = true;
      target.scrollIntoView();
    }
  }
  addEventListener("hashchange", arrive);
  if (location.hash) arrive();
})();
