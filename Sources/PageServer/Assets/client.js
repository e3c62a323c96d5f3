// Keeps the page that is looked at as its files are. Without it the pages are the same, but stand still.
(() => {
  "use strict";
  const body = document.body;
  const root = document.documentElement;
  const live = document.querySelector(".live");

  // Light or dark.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const button = document.querySelector("button.theme");
  const stored = () => { try { return localStorage.getItem("docbuild-theme"); } catch { return null; } };
  const isDark = () => (root.dataset.theme || (dark.matches ? "dark" : "light")) === "dark";
  const paint = () => { if (button) button.textContent = isDark() ? "Light" : "Dark"; };
  if (stored()) root.dataset.theme = stored();
  dark.addEventListener("change", paint);
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try { localStorage.setItem("docbuild-theme", root.dataset.theme); } catch { /* not kept */ }
      paint();
    });
  }
  paint();

  // Places that no editor opens can be copied.
  const addCopying = (from) => {
    if (!navigator.clipboard) return;
    for (const place of from.querySelectorAll(".problem code.copied")) {
      if (place.nextElementSibling) continue;
      const copy = document.createElement("button");
      copy.type = "button";
      copy.textContent = "Copy";
      copy.setAttribute("aria-label", "Copy " + place.textContent);
      copy.addEventListener("click", () => navigator.clipboard.writeText(place.textContent).then(
        () => { copy.textContent = "Copied"; setTimeout(() => { copy.textContent = "Copy"; }, 1500); }, () => {}));
      place.after(copy);
    }
  };

  // Which part of the page is looked at.
  let headings = [];
  const mark = () => {
    let here = null;
    for (const [link, heading] of headings) {
      if (heading.getBoundingClientRect().top < 120) here = link;
    }
    for (const [link] of headings) link.classList.toggle("here", link === here);
  };
  const follow = () => {
    headings = [...document.querySelectorAll("nav.toc a")]
      .map((link) => [link, document.getElementById(decodeURIComponent(link.hash.slice(1)))])
      .filter((pair) => pair[1]);
    mark();
  };
  addEventListener("scroll", mark, { passive: true });
  const narrow = matchMedia("(max-width: 1000px)");
  const fold = () => {
    const contents = document.querySelector("nav.toc details");
    if (contents) contents.open = !narrow.matches;
  };
  fold();
  narrow.addEventListener("change", fold);

  // The children of `old` become those of `fresh`; those that are the same stay, with what was opened or scrolled in them.
  const exchange = (old, fresh, shows) => {
    const [before, after] = [[...old.childNodes], [...fresh.childNodes]];
    let start = 0;
    while (start < before.length && start < after.length && before[start].isEqualNode(after[start])) start += 1;
    let end = 0;
    while (end < before.length - start && end < after.length - start
      && before[before.length - 1 - end].isEqualNode(after[after.length - 1 - end])) end += 1;
    const leaving = new Set(before.slice(start, before.length - end));
    const known = new Map();
    for (const node of leaving) {
      if (node.nodeType !== 1) continue;
      if (!known.has(node.outerHTML)) known.set(node.outerHTML, []);
      known.get(node.outerHTML).push(node);
    }
    const next = before[before.length - end] || null;
    for (const node of after.slice(start, after.length - end)) {
      const same = node.nodeType === 1 ? (known.get(node.outerHTML) || []).shift() : undefined;
      if (same) leaving.delete(same);
      else if (shows && node.nodeType === 1) node.classList.add("fresh");
      old.insertBefore(same || node, next);
    }
    for (const node of leaving) node.remove();
  };

  // What was opened stays open.
  const keepOpen = (old, fresh) => {
    const title = (node) => node.querySelector("summary")?.textContent;
    const others = [...fresh.querySelectorAll("details")];
    for (const node of old.querySelectorAll("details")) {
      const at = others.findIndex((other) => title(other) === title(node));
      if (at >= 0) others.splice(at, 1)[0].open = node.open;
    }
  };

  // What stands at the top of the window stays there.
  const keepingPlace = (change) => {
    const [x, y] = [scrollX, scrollY];
    const seen = [...document.querySelectorAll(".markdown > *, .pages tr")]
      .map((node) => [node, node.getBoundingClientRect()])
      .filter((pair) => pair[1].bottom > 60)
      .slice(0, 40)
      .map((pair) => [pair[0], pair[1].top]);
    change();
    const kept = y > 0 && seen.find((pair) => pair[0].isConnected);
    scrollTo({ left: x, top: kept ? scrollY + kept[0].getBoundingClientRect().top - kept[1] : y, behavior: "instant" });
  };

  const strip = (node) => {
    for (const copy of node.querySelectorAll(".problem button")) copy.remove();
    for (const marked of node.querySelectorAll(".fresh")) marked.classList.remove("fresh");
    for (const marked of node.querySelectorAll("[class='']")) marked.removeAttribute("class");
  };

  // Pictures that have been saved anew, by their paths: browsers keep what they have once loaded from an address.
  const renewed = new Map();
  const renew = (article) => {
    for (const picture of article.querySelectorAll("img")) {
      const address = new URL(picture.getAttribute("src"), location.href);
      const stamp = renewed.get(decodeURIComponent(address.pathname));
      if (address.origin !== location.origin || !stamp || address.search === stamp) continue;
      address.search = stamp;
      picture.setAttribute("src", address.href);
    }
  };
  const renewAll = (article) => {
    for (const picture of article.querySelectorAll("img")) {
      renewed.set(decodeURIComponent(new URL(picture.src).pathname), "?" + Date.now());
    }
    renew(article);
  };

  let running = false;
  let again = false;
  const refresh = async () => {
    if (running) { again = true; return; }
    running = true;
    try {
      do {
        again = false;
        const answer = await fetch(location.pathname, { cache: "no-store" });
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        const article = fresh.querySelector("article.markdown");
        const own = document.querySelector("article.markdown");
        // A page that has come, or is gone.
        if (!article !== !own || fresh.body.className !== body.className) { location.reload(); return; }
        keepingPlace(() => {
          document.title = fresh.title;
          if (article && own) {
            strip(own);
            renew(article);
            keepOpen(own, article);
            for (const name of [".about", ".general"]) {
              exchange(document.querySelector(name), fresh.querySelector(name), false);
            }
            exchange(own, article, true);
            const contents = document.querySelector("nav.toc details");
            const wasOpen = contents ? contents.open : !narrow.matches;
            document.querySelector("nav.toc").replaceChildren(...fresh.querySelector("nav.toc").childNodes);
            const now = document.querySelector("nav.toc details");
            if (now) now.open = wasOpen;
          } else {
            document.querySelector("main").replaceChildren(...fresh.querySelector("main").childNodes);
          }
          addCopying(document);
          follow();
        });
        root.dataset.shown = String(Number(root.dataset.shown || 0) + 1);
      } while (again);
    } catch { /* the server is away; the stream of events says so */ }
    running = false;
  };

  const page = body.dataset.page;
  const isIndex = "index" in body.dataset;
  let state = body.dataset.state;
  const events = new EventSource("/_docbuild/events");
  events.addEventListener("hello", (event) => {
    if (live) { live.textContent = "live"; live.classList.remove("away"); }
    if (state === event.data) return;
    // Something was missed: since the page was made, or while the server was away.
    state = event.data;
    refresh();
    const article = document.querySelector("article.markdown");
    if (article) renewAll(article);
  });
  events.addEventListener("page", (event) => {
    const path = event.data.split(" ")[0];
    if (isIndex || path === page) refresh();
  });
  events.addEventListener("index", () => { if (isIndex) refresh(); });
  events.addEventListener("file", (event) => {
    renewed.set("/" + decodeURIComponent(event.data.split(" ")[0]), "?" + Date.now());
    const article = document.querySelector("article.markdown");
    if (article) renew(article);
  });
  events.onerror = () => {
    if (live) { live.textContent = "docbuild serve is not there"; live.classList.add("away"); }
  };
  // Kept when somebody comes back by the browser's own history.
  addEventListener("pageshow", (event) => { if (event.persisted) refresh(); });
  addCopying(document);
  follow();
})();
