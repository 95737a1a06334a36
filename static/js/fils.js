/* Draws the threads that join the cards of one partner, from the places that the cards have on the wall. */
'use strict';

(() => {
  const wall = document.querySelector('[data-fils]');
  if (!wall) return;
  const SVG = 'http://www.w3.org/2000/svg';

  function add(svg, name, attributes) {
    const node = document.createElementNS(SVG, name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    svg.append(node);
  }

  /* One entry a visible card: its partner, column, box and row, all read before anything is written. */
  function places(origin) {
    const threads = new Map();
    for (const card of wall.querySelectorAll('td .fiche')) {
      const cell = card.closest('td');
      /* A card folded under « et 4 autres » lends its thread to that line. */
      const folded = card.closest('details:not([open])');
      const box = (folded || card).getBoundingClientRect();
      if (!box.width) continue;
      const partner = card.querySelector('h3 a').getAttribute('href').match(/partenaire=(\w+)/)[1];
      if (!threads.has(partner)) threads.set(partner, []);
      threads.get(partner).push({
        column: cell.cellIndex,
        left: box.left - origin.left,
        right: box.right - origin.left,
        y: box.top + box.height / 2 - origin.top,
        lane: cell.parentNode.getBoundingClientRect().top - origin.top,
        chosen: card.hasAttribute('data-choisie'),
      });
    }
    return threads;
  }

  function path(a, b) {
    if (b.column - a.column === 1) {
      const middle = (a.right + b.left) / 2;
      return `M${a.right} ${a.y}C${middle + 6} ${a.y} ${middle - 6} ${b.y} ${b.left} ${b.y}`;
    }
    /* A skipped horizon: the thread runs between two lanes, never over a card. */
    const gap = a.lane - 4;
    return `M${a.right} ${a.y}C${a.right + 22} ${a.y} ${a.right + 8} ${gap} ${a.right + 34} ${gap}` +
      `H${b.left - 34}C${b.left - 8} ${gap} ${b.left - 22} ${b.y} ${b.left} ${b.y}`;
  }

  function draw() {
    const svg = wall.querySelector('.fils');
    const origin = wall.getBoundingClientRect();
    const shift = { left: origin.left - wall.scrollLeft, top: origin.top - wall.scrollTop };
    const threads = [...places(shift).values()].filter((cards) => cards.length > 1);
    threads.sort((a, b) => a.some((c) => c.chosen) - b.some((c) => c.chosen));
    const drawing = document.createDocumentFragment();
    for (const cards of threads) {
      cards.sort((a, b) => a.column - b.column);
      const chosen = cards.some((card) => card.chosen);
      const radius = chosen ? 4.5 : 3;
      const knot = `noeud${chosen ? ' noeud-choisi' : ''}`;
      cards.forEach((card, i) => {
        if (i > 0) add(drawing, 'path', { d: path(cards[i - 1], card), class: `fil${chosen ? ' fil-choisi' : ''}`, pathLength: 1 });
      });
      cards.forEach((card, i) => {
        if (i > 0) add(drawing, 'circle', { cx: card.left, cy: card.y, r: radius, class: knot });
        if (i < cards.length - 1) add(drawing, 'circle', { cx: card.right, cy: card.y, r: radius, class: knot });
      });
    }
    svg.setAttribute('viewBox', `0 0 ${wall.scrollWidth} ${wall.scrollHeight}`);
    svg.style.inlineSize = `${wall.scrollWidth}px`;
    svg.style.blockSize = `${wall.scrollHeight}px`;
    svg.replaceChildren(drawing);
  }

  let waiting = 0;
  function redraw() {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(draw);
  }

  redraw();
  document.fonts.ready.then(() => {
    redraw();
    setTimeout(() => wall.querySelector('.fils').classList.add('fils-poses'), 700);
  });
  new ResizeObserver(redraw).observe(wall);
  document.addEventListener('toggle', redraw, true);
  document.addEventListener('change', redraw);
  window.maillage = Object.assign(window.maillage || {}, { redrawThreads: redraw });
})();
