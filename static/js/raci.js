/* The RACI grid: its cells, one tab stop, the arrows. The other raci-*.js files add their keys to it.
   One delegated handler: a cell is known by its row and its column, whose public ids are on tr and th.
   What is measured is read before anything is written: a key costs one layout. */
'use strict';

window.maillage.raci = (() => {
  const frame = document.querySelector('[data-raci]');
  const grid = frame && frame.querySelector('.raci');
  if (!grid) return null;

  const ROLES = frame.dataset.roles.split('|').map((role) => role.split(':'));  /* [letters, name, key] of the variant of the project */
  const WORDS = Object.fromEntries(ROLES);
  const ELSEWHERE = { R: 'réalise', RA: 'réalise et répond de l’action', '(A)': 'répond par délégation', S: 'soutient', V: 'vérifie', Sg: 'signe', D: 'conduit', DA: 'conduit et décide' };
  const CLASSES = { '(A)': 'D', D: 'P', DA: 'PA' };
  const editable = 'editable' in frame.dataset;
  const spoken = document.querySelector('.raci-lu');
  const heads = [...grid.tHead.rows[0].cells];
  const rows = [...grid.querySelectorAll('tr[id^="a-"]')];
  const last = heads.length - 2;
  const bodies = [...grid.tBodies].filter((body) => body.querySelector('tr[id^="a-"]'));
  const keys = [];  /* (cell, event) => true when the key was theirs; the arrows come last */
  let current = null;

  const lettersOf = (cell) => cell.textContent;
  const isCell = (node) => node && node.localName === 'td' && node.cellIndex >= 1 && node.cellIndex <= last && node.parentElement.id !== '';
  const rowId = (cell) => cell.parentElement.id.slice(2);
  const columnId = (cell) => heads[cell.cellIndex].id.slice(2);
  const rowName = (cell) => cell.parentElement.cells[0].textContent.trim();
  const beside = (page) => frame.dataset.case.replace(/case\/$/, page);  /* the address of a page of the RACI */
  const classOf = (letters) => CLASSES[letters] || letters;
  const words = (letters) => (letters ? `${letters}, ${WORDS[letters] || `${ELSEWHERE[letters]}, hors de cette variante`}` : 'vide');
  /* What stands in the cell besides its letters: both are said, neither is a letter. */
  function besides(cell) {
    const proposed = lettersOf(cell) ? '' : cell.dataset.p;
    return (proposed ? `, proposé d’après la frise\u00a0: ${words(proposed)}` : '') + (cell.classList.contains('n') ? ', avec une note' : '');
  }
  const place = (cell) => `${heads[cell.cellIndex].textContent.trim()}, ${rowName(cell)}`;
  const at = (row, column) => rows[Math.max(0, Math.min(rows.length - 1, row))].cells[Math.max(1, Math.min(last, column))];

  /* Showing is for the eyes (a screen reader reads the cell itself); saying is for both. */
  function tell(cell, aloud, more) {
    const strong = document.createElement('strong');
    strong.textContent = words(lettersOf(cell)) + besides(cell) + (more || '');
    const line = document.createElement('span');
    if (!aloud) line.setAttribute('aria-hidden', 'true');
    line.append(`${place(cell)}\u00a0: `, strong);
    spoken.replaceChildren(line);
  }
  function announce(text) {
    const line = document.createElement('span');
    line.textContent = text;
    spoken.replaceChildren(line);
  }

  /* What only a script uses is made by it: the page stays light, and nothing is left that would do nothing alone. */
  function make(name, attributes, html) {
    const node = document.createElement(name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    node.innerHTML = html;  /* constant text of our files, never what a person typed */
    document.body.append(node);
    return node;
  }

  /* ---- Focus ---- */
  const band = make('div', { class: 'raci-colonne' }, '');
  frame.prepend(band);
  new ResizeObserver(() => {
    const head = current && heads[current.cellIndex];
    const height = grid.offsetHeight;
    if (head && head.hasAttribute('data-colonne')) placeBand(head.offsetLeft, head.offsetWidth);
    band.style.setProperty('block-size', `${height}px`);
  }).observe(grid);
  function placeBand(left, width) {
    band.style.setProperty('transform', `translateX(${left}px)`);
    band.style.setProperty('inline-size', `${width}px`);
  }
  function mark(cell) {
    const head = heads[cell.cellIndex];
    const left = head.offsetLeft, width = head.offsetWidth;
    if (current && current !== cell) {
      current.removeAttribute('data-courante');
      current.removeAttribute('tabindex');
      if (current.parentElement !== cell.parentElement) current.parentElement.removeAttribute('data-ligne');
      heads[current.cellIndex].toggleAttribute('data-colonne', false);
    }
    current = cell;
    cell.tabIndex = 0;
    cell.setAttribute('data-courante', '');
    cell.parentElement.setAttribute('data-ligne', '');
    head.setAttribute('data-colonne', '');
    placeBand(left, width);
  }
  function go(node) {
    if (!node) return;
    if (!isCell(node)) {
      node.focus({ preventScroll: true });
      node.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      return;
    }
    const hidden = underEdges(node);
    mark(node);
    if (hidden.x || hidden.y) frame.scrollBy(hidden.x, hidden.y);
    node.focus({ preventScroll: true });
    if (hidden.outside) node.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
  /* The sticky edges hide what lies under them. Returns how far the frame must scroll so that the cell is clear of all
     four, and whether it is then still outside the window. */
  function underEdges(cell) {
    const box = cell.getBoundingClientRect(), around = frame.getBoundingClientRect();
    const verdict = cell.parentElement.cells[last + 1];
    const pinned = getComputedStyle(verdict).position === 'sticky' ? verdict.offsetWidth : 0;
    const left = around.left + cell.parentElement.cells[0].offsetWidth, top = around.top + grid.tHead.offsetHeight;
    const right = around.left + frame.clientWidth - pinned, bottom = around.top + frame.clientHeight - grid.tFoot.offsetHeight;
    const x = box.left < left ? box.left - left : Math.max(0, box.right - right);
    const y = box.top < top ? box.top - top : Math.max(0, box.bottom - bottom);
    const outside = box.top - y < 0 || box.left - x < 0 || box.bottom - y > innerHeight || box.right - x > innerWidth;
    return { x, y, outside };
  }

  /* ---- Arrows ---- */
  function target(cell, event) {
    const column = cell.cellIndex, row = rows.indexOf(cell.parentElement);
    const all = event.ctrlKey || event.metaKey;
    switch (event.key) {
      case 'ArrowRight': return at(row, column + 1);
      case 'ArrowLeft': return column === 1 ? cell.parentElement.cells[0].querySelector('a') : at(row, column - 1);
      case 'ArrowDown': return at(row + 1, column);
      case 'ArrowUp': return row === 0 ? heads[column].querySelector('a') : at(row - 1, column);
      case 'Home': return all ? at(0, 1) : at(row, 1);
      case 'End': return all ? at(rows.length - 1, last) : at(row, last);
      case 'PageDown': case 'PageUp': {
        const body = bodies.indexOf(cell.closest('tbody'));
        const next = bodies[event.key === 'PageDown' ? body + 1 : body - 1];
        return next ? next.querySelector('tr[id^="a-"]').cells[column] : at(event.key === 'PageDown' ? rows.length - 1 : 0, column);
      }
      default: return null;
    }
  }
  /* From the name of a row or of a column, the arrows lead back into the cells and along the names. */
  function besideHeading(head, key) {
    const link = (cell) => cell && cell.querySelector('a');
    if (head.closest('thead')) {
      if (key === 'ArrowDown') return rows[0].cells[head.cellIndex];
      if (key === 'ArrowRight' || key === 'ArrowLeft') return link(heads[head.cellIndex + (key === 'ArrowRight' ? 1 : -1)]);
    } else {
      if (key === 'ArrowRight') return head.parentElement.cells[1];
      const row = rows[rows.indexOf(head.parentElement) + { ArrowDown: 1, ArrowUp: -1 }[key]];
      if (row) return link(row.cells[0]);
    }
    return null;
  }
  grid.addEventListener('keydown', (event) => {
    const cell = event.target.closest('td, th');
    const command = event.ctrlKey || event.metaKey;
    if (isCell(cell) && keys.some((key) => key(cell, event))) { event.preventDefault(); return; }
    if (event.altKey || (command && !['Home', 'End'].includes(event.key))) return;
    let next = null;
    if (isCell(cell)) next = target(cell, event);
    else if (cell.localName === 'th' && !command) next = besideHeading(cell, event.key);
    if (!next) return;
    event.preventDefault();
    go(next);
  });
  grid.addEventListener('focusin', (event) => {
    if (!isCell(event.target)) return;
    if (current !== event.target || !current.hasAttribute('data-courante')) mark(event.target);
    tell(event.target, false);
  });
  grid.addEventListener('pointerdown', (event) => {
    const cell = event.target.closest('td');
    if (isCell(cell)) cell.tabIndex = 0;
  });
  grid.addEventListener('click', (event) => {
    const cell = event.target.closest('td');
    if (isCell(cell) && document.activeElement !== cell) go(cell);
  });

  /* ---- Help: every key, for this person's role ---- */
  const key = (names) => names.split(' ').map((name) => `<kbd class="touche">${name}</kbd>`).join(' ');
  const helped = [
    ['Gauche Droite Haut Bas', 'case voisine ; au bord, le nom de l’activité ou de l’acteur'],
    ['Début Fin', 'premier, dernier acteur'],
    ['Ctrl Début', 'première case ; avec Fin, la dernière'],
    ['PagePréc PageSuiv', 'phase précédente, suivante'],
    ['Maj Espace', 'choisir la ligne'],
    ['Maj flèches', 'choisir un bloc ; Échap le laisse'],
    ['Ctrl C', 'copier la case, la ligne ou le bloc'],
    ...(editable ? [
      [ROLES.filter((role) => role[2]).map((role) => role[2]).join(' '), `écrire le rôle, ou l’ôter${WORDS.RA ? ' ; A sur R donne RA' : ' ; A sur D donne DA'}`],
      ...(WORDS['(A)'] ? [['(', 'A délégué']] : []),
      ['Suppr', 'vider la case, la ligne ou le bloc'],
      ['Entrée', 'choisir le rôle dans une liste, comme Alt et Bas'],
      ['Ctrl V', 'coller un rôle ou un bloc'],
      ['Ctrl Z', 'annuler'],
      ['Ctrl D', 'recopier vers le bas ; avec R, vers la droite'],
      ['Alt Maj flèches', 'déplacer l’activité ou l’acteur'],
      ['F2', 'note de la case'],
      ['+ -', 'accepter, refuser le rôle proposé'],
    ] : []),
  ];
  const help = make('dialog', { class: 'dialogue raci-touches', 'aria-labelledby': 'raci-touches-titre' }, `
    <h2 id="raci-touches-titre">Au clavier, dans le tableau</h2>
    <dl class="paires">${helped.map(([names, does]) => `<dt>${key(names)}</dt><dd>${does.replaceAll(' ;', '\u00a0;')}</dd>`).join('')}</dl>
    <form method="dialog" class="actions"><button class="bouton">Fermer</button></form>`);
  const opener = make('button', { type: 'button', class: 'raci-toutes', 'aria-haspopup': 'dialog' }, `${key('?')} toutes les touches`);
  spoken.before(opener);
  opener.addEventListener('click', () => help.showModal());
  keys.push((cell, event) => {
    if (event.key !== '?') return false;
    help.showModal();
    return true;
  });

  /* ---- One tab stop: names leave the tab order, the arrows reach them ---- */
  for (const link of grid.querySelectorAll('a')) link.tabIndex = -1;
  const asked = location.hash.startsWith('#c-') && document.getElementById(location.hash.slice(1));
  if (rows.length && last >= 1) {
    current = rows[0].cells[asked ? asked.cellIndex : 1];
    current.tabIndex = 0;
  }
  /* A question leads to its column: the focus goes to its first cell. */
  document.addEventListener('click', (event) => {
    const link = event.target.closest('.raci-questions a');
    const head = link && document.getElementById(link.hash.slice(1));
    if (!head) return;
    event.preventDefault();
    go(rows[0].cells[head.cellIndex]);
  });
  /* A gesture that brings the page back gives the focus back to the cell that it left. */
  const KEPT = 'raci-case';
  const comeBackTo = (cell) => sessionStorage.setItem(KEPT, `${location.pathname} ${rowId(cell)} ${columnId(cell)}`);
  const [path, row, column] = (sessionStorage.getItem(KEPT) || '').split(' ');
  sessionStorage.removeItem(KEPT);
  if (path === location.pathname) {
    const line = document.getElementById(`a-${row}`), head = document.getElementById(`c-${column}`);
    if (line && head) go(line.cells[head.cellIndex]);
  }

  return {
    frame, grid, editable, heads, rows, last, keys, ROLES, WORDS, beside, classOf, lettersOf, isCell, rowId, columnId, rowName, words, place,
    target, tell, announce, make, go, comeBackTo,
    get current() { return current; },
  };
})();
