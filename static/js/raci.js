/* The RACI grid: one tab stop, arrows, letters, list of choices, copy and paste, undo.
   A letter is painted at once, then sent with the letters that the person saw; on refusal it goes back, with a notice.
   One delegated handler: a cell is known by its row and its column, whose public ids are on tr and th. */
'use strict';

(() => {
  const frame = document.querySelector('[data-raci]');
  const grid = frame && frame.querySelector('.raci');
  if (!grid) return;

  const WORDS = { R: 'réalise', A: 'répond de l’action', RA: 'réalise et répond de l’action', '(A)': 'répond par délégation', C: 'est consulté', I: 'est informé' };
  const CLASSES = { '(A)': 'D' };
  const editable = 'editable' in frame.dataset;
  const spoken = document.querySelector('.raci-lu');
  const heads = [...grid.tHead.rows[0].cells];
  const loads = [...grid.tFoot.rows[0].cells];
  const rows = [...grid.querySelectorAll('tr[id^="a-"]')];
  const last = heads.length - 2;
  const bodies = [...grid.tBodies].filter((body) => body.querySelector('tr[id^="a-"]'));
  const undoable = [];
  const stored = new WeakMap();  /* what the server holds, while a cell shows a letter that is still on its way */
  const waiting = new Map();     /* cell -> letters to send next */
  let queue = Promise.resolve();
  let queued = 0;
  let current = null;

  const lettersOf = (cell) => cell.textContent;
  const isCell = (node) => node && node.localName === 'td' && node.cellIndex >= 1 && node.cellIndex <= last && rows.includes(node.parentElement);
  const rowId = (cell) => cell.parentElement.id.slice(2);
  const columnId = (cell) => heads[cell.cellIndex].id.slice(2);
  const words = (letters) => (letters ? `${letters}, ${WORDS[letters]}` : 'vide');
  const place = (cell) => `${heads[cell.cellIndex].textContent.trim()}, ${cell.parentElement.cells[0].textContent.trim()}`;

  /* Showing is for the eyes (a screen reader reads the cell itself); saying is for both. */
  function tell(cell, aloud, more) {
    const strong = document.createElement('strong');
    strong.textContent = words(lettersOf(cell)) + (more || '');
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

  /* ---- Focus ---- */
  function mark(cell) {
    if (current && current !== cell) {
      current.removeAttribute('data-courante');
      current.removeAttribute('tabindex');
      current.parentElement.removeAttribute('data-ligne');
      if (current.cellIndex !== cell.cellIndex) markColumn(current.cellIndex, false);
    }
    if (!current || current.cellIndex !== cell.cellIndex) markColumn(cell.cellIndex, true);
    current = cell;
    cell.tabIndex = 0;
    cell.setAttribute('data-courante', '');
    cell.parentElement.setAttribute('data-ligne', '');
  }
  function markColumn(index, on) {
    heads[index].toggleAttribute('data-colonne', on);
    for (const row of rows) row.cells[index].toggleAttribute('data-colonne', on);
  }
  function go(node) {
    if (!node) return;
    if (isCell(node)) mark(node);
    node.focus({ preventScroll: true });
    reveal(node);
  }
  /* The sticky edges hide what lies under them: scroll the frame so that the cell is clear of all four. */
  function reveal(node) {
    if (!isCell(node)) { node.scrollIntoView({ block: 'nearest', inline: 'nearest' }); return; }
    const box = node.getBoundingClientRect();
    const around = frame.getBoundingClientRect();
    const left = around.left + rows[0].cells[0].offsetWidth, top = around.top + grid.tHead.offsetHeight;
    const verdict = rows[0].cells[last + 1];
    const pinned = getComputedStyle(verdict).position === 'sticky' ? verdict.offsetWidth : 0;
    const right = around.left + frame.clientWidth - pinned, bottom = around.top + frame.clientHeight - grid.tFoot.offsetHeight;
    if (box.left < left) frame.scrollLeft -= left - box.left;
    else if (box.right > right) frame.scrollLeft += box.right - right;
    if (box.top < top) frame.scrollTop -= top - box.top;
    else if (box.bottom > bottom) frame.scrollTop += box.bottom - bottom;
    node.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
  function target(cell, event) {
    const column = cell.cellIndex, row = rows.indexOf(cell.parentElement);
    const at = (r, c) => rows[Math.max(0, Math.min(rows.length - 1, r))].cells[Math.max(1, Math.min(last, c))];
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

  /* ---- Letters ---- */
  function combine(before, letter) {
    if (before === letter) return '';
    if (before === 'RA') return { R: 'A', A: 'R' }[letter] || letter;
    if ((before === 'R' && letter === 'A') || (before === 'A' && letter === 'R')) return 'RA';
    return letter;
  }
  function paint(cell, letters) {
    cell.textContent = letters;
    cell.className = CLASSES[letters] || letters;
  }
  function write(cell, letters) {
    if (!editable) { announce('Votre rôle permet de lire le tableau, pas de le changer.'); return; }
    const before = lettersOf(cell);
    if (before === letters) return;
    if (!stored.has(cell)) stored.set(cell, before);
    paint(cell, letters);
    tell(cell, true);
    waiting.set(cell, letters);
    later(sendNext);
  }
  /* One request at a time, in the order of the gestures: what a cell shows last is what is sent last. */
  function later(task) {
    queued += 1;
    frame.dataset.envoi = '';
    queue = queue.then(task).finally(() => {
      queued -= 1;
      if (!queued) delete frame.dataset.envoi;
    });
  }
  function token() {
    return JSON.parse(document.body.getAttribute('hx-headers:inherited'))['X-CSRFToken'];
  }
  function post(url, fields) {
    return fetch(url, {
      method: 'POST',
      headers: { 'X-CSRFToken': token(), 'HX-Request': 'true' },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
  }
  async function sendNext() {
    const [cell, letters] = waiting.entries().next().value || [];
    if (!cell) return;
    waiting.delete(cell);
    const seen = stored.get(cell);
    if (seen !== letters) await send(cell, letters, seen);
    if (!waiting.has(cell)) stored.delete(cell);
  }
  async function send(cell, letters, seen) {
    let response;
    let body = null;
    try {
      response = await post(frame.dataset.case, { activity: rowId(cell), partnership: columnId(cell), letters, seen });
      if ((response.headers.get('Content-Type') || '').includes('json')) body = await response.json();
    } catch (error) {
      giveBack(cell, seen, 'Le serveur ne répond pas. La case a repris sa valeur.');
      return;
    }
    if (response.status === 200 && body) {
      stored.set(cell, letters);
      if (body.operation) undoable.push(body.operation);
      take(cell, body);
    } else if (response.status === 409 && body) {
      giveBack(cell, body.current, null);
      compare(cell, body.current, letters);
    } else if (body && body.message) {
      giveBack(cell, seen, body.message);
    } else {
      giveBack(cell, seen, REFUSED[response.status] || 'Votre session est terminée. Connectez-vous dans un autre onglet, puis recommencez.');
    }
  }
  const REFUSED = {
    403: 'Votre rôle ne permet pas ce geste. La case a repris sa valeur.',
    404: 'Cette activité ou cet acteur n’est plus dans le tableau. Rechargez la page.',
    500: 'Le serveur n’a pas pu répondre. La case a repris sa valeur : réessayez.',
  };
  function giveBack(cell, letters, why) {
    waiting.delete(cell);
    stored.delete(cell);
    paint(cell, letters);
    if (!why) return;
    tell(cell, true, '. ' + why);
    window.maillage.say(why, true);
  }
  /* Put in place what the change moved elsewhere: findings of the row, load and questions of the column. */
  function take(cell, answer) {
    const row = cell.parentElement;
    const verdict = row.cells[row.cells.length - 1];
    const before = verdict.textContent.trim();
    verdict.innerHTML = answer.findings;
    if (answer.alert) row.dataset.alerte = answer.alert;
    else delete row.dataset.alerte;
    for (let index = 1; index <= last; index++) {
      const one = row.cells[index];
      one.classList.toggle('x', answer.alert === 'deux' && (one.textContent === 'A' || one.textContent === 'RA'));
    }
    const load = loads[cell.cellIndex];
    load.innerHTML = answer.load;
    if (answer.heavy) load.dataset.charge = 'forte';
    else delete load.dataset.charge;
    if ('questions' in answer) {
      const list = document.querySelector('.raci-questions ul');
      for (const item of list.querySelectorAll(`[data-p="${answer.partnership}"]`)) item.remove();
      list.insertAdjacentHTML('beforeend', answer.questions);
    }
    const after = verdict.textContent.trim();
    if (before !== after) tell(cell, true, `. À vérifier\u00a0: ${after || 'rien sur cette ligne'}`);
  }

  /* What only a script uses is made by it: the page stays light, and nothing is left that would do nothing alone. */
  function make(name, attributes, html) {
    const node = document.createElement(name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    node.innerHTML = html;  /* constant text of this file, never what a person typed */
    document.body.append(node);
    return node;
  }
  const option = (letters, name) => `<li role="option" id="choix-${name}" data-letters="${letters}"><span class="role" data-role="${name}" aria-hidden="true">${letters}</span> ${words(letters)}</li>`;

  /* ---- Somebody was first ---- */
  const conflict = editable && make('dialog', { class: 'dialogue raci-conflit', 'aria-labelledby': 'raci-conflit-titre' }, `
    <h2 id="raci-conflit-titre">Quelqu’un a changé cette case avant vous</h2><p data-ou></p>
    <dl class="paires"><dt>Valeur actuelle</dt><dd data-actuelle></dd><dt>Vous avez saisi</dt><dd data-saisie></dd></dl>
    <p class="actions"><button class="bouton" type="button" data-garder>Garder la valeur actuelle</button>
    <button class="bouton bouton-principal" type="button" data-remplacer>Remplacer</button></p>`);
  function compare(cell, now, typed) {
    conflict.querySelector('[data-ou]').textContent = place(cell);
    conflict.querySelector('[data-actuelle]').textContent = words(now);
    conflict.querySelector('[data-saisie]').textContent = words(typed);
    const done = new AbortController();
    conflict.querySelector('[data-garder]').addEventListener('click', () => conflict.close(), { signal: done.signal });
    conflict.querySelector('[data-remplacer]').addEventListener('click', () => { conflict.close(); write(cell, typed); }, { signal: done.signal });
    conflict.addEventListener('close', () => { done.abort(); go(cell); }, { once: true });
    conflict.showModal();
  }

  /* ---- Undo ---- */
  const shown = document.querySelector('#avis form[action*="/annuler/"]');
  if (shown) undoable.push(new URL(shown.action).pathname.split('/').at(-3));
  async function undo() {
    const operation = undoable.pop();
    if (!operation) { announce('Rien à annuler ici. Le journal des changements garde tout.'); return; }
    let response, body;
    try {
      response = await post(frame.dataset.undo, { operation });
      body = await response.json();
    } catch (error) {
      undoable.push(operation);
      window.maillage.say('Le serveur ne répond pas. Rien n’est annulé.', true);
      return;
    }
    if (response.status !== 200) { window.maillage.say(body.message, true); return; }
    const row = body.activity && document.getElementById(`a-${body.activity}`);
    const head = body.partnership && document.getElementById(`c-${body.partnership}`);
    if (body.reload || !row || !head) { location.reload(); return; }
    const cell = row.cells[head.cellIndex];
    paint(cell, body.letters);
    take(cell, body);
    go(cell);
    tell(cell, true, '. C’est annulé');
  }

  /* ---- List of choices ---- */
  const list = editable && make('ul', { class: 'raci-choix', role: 'listbox', 'aria-label': 'Rôle', tabindex: '-1', hidden: '' },
    option('R', 'R') + option('A', 'A') + option('RA', 'RA') + option('(A)', 'D') + option('C', 'C') + option('I', 'I') + option('', 'vide'));
  const options = list ? [...list.children] : [];
  let chosen = 0;
  function openList(cell) {
    if (!list) return;
    const now = lettersOf(cell);
    options.forEach((option) => option.toggleAttribute('data-present', option.dataset.letters === now));
    list.hidden = false;
    const box = cell.getBoundingClientRect();
    const height = list.offsetHeight, width = list.offsetWidth;
    const below = box.bottom + height < innerHeight;
    list.style.setProperty('inset-block-start', `${below ? box.bottom : Math.max(4, box.top - height)}px`);
    list.style.setProperty('inset-inline-start', `${Math.max(4, Math.min(box.left, innerWidth - width - 8))}px`);
    point(Math.max(0, options.findIndex((option) => option.dataset.letters === now)));
    list.focus({ preventScroll: true });
  }
  function point(index) {
    chosen = (index + options.length) % options.length;
    options.forEach((option, k) => option.setAttribute('aria-selected', String(k === chosen)));
    list.setAttribute('aria-activedescendant', options[chosen].id);
  }
  function closeList(choose) {
    if (list.hidden) return;
    list.hidden = true;
    const cell = current;
    go(cell);
    if (choose) write(cell, options[chosen].dataset.letters);
  }
  if (list) {
    list.addEventListener('keydown', (event) => {
      const letter = event.key.toUpperCase();
      if (event.key === 'ArrowDown') point(chosen + 1);
      else if (event.key === 'ArrowUp') point(chosen - 1);
      else if (event.key === 'Home') point(0);
      else if (event.key === 'End') point(options.length - 1);
      else if (event.key === 'Enter' || event.key === ' ') closeList(true);
      else if (event.key === 'Escape' || event.key === 'Tab') closeList(false);
      else if ('RACI'.includes(letter)) point(options.findIndex((option) => option.dataset.letters === letter));
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    list.addEventListener('click', (event) => {
      const option = event.target.closest('[role="option"]');
      if (option) { point(options.indexOf(option)); closeList(true); }
    });
    list.addEventListener('focusout', (event) => { if (!list.contains(event.relatedTarget)) list.hidden = true; });
  }

  /* ---- Keys and pointer ---- */
  grid.addEventListener('keydown', (event) => {
    const cell = event.target.closest('td');
    if (!isCell(cell)) { fromHeading(event); return; }
    const key = event.key;
    const command = event.ctrlKey || event.metaKey;
    if (editable && ((key === 'ArrowDown' && event.altKey) || key === 'F4' || key === 'Enter')) openList(cell);
    else if (command && key.toLowerCase() === 'z' && editable) later(undo);
    else if (event.altKey) return;
    else if (command && !['Home', 'End'].includes(key)) return;
    else if (/^[raci]$/i.test(key)) write(cell, key === 'A' && event.shiftKey ? delegate(cell) : combine(lettersOf(cell), key.toUpperCase()));
    else if (key === '(') write(cell, delegate(cell));
    else if (key === 'Delete' || key === 'Backspace') write(cell, '');
    else {
      const next = target(cell, event);
      if (!next) return;
      go(next);
    }
    event.preventDefault();
  });
  const delegate = (cell) => (lettersOf(cell) === '(A)' ? '' : '(A)');
  /* From the name of a row or of a column, the arrows lead back into the cells and along the names. */
  function fromHeading(event) {
    const head = event.target.closest('th');
    if (!head || event.ctrlKey || event.metaKey || event.altKey) return;
    const inHeader = head.closest('thead');
    const row = rows.indexOf(head.parentElement);
    let next = null;
    if (inHeader) {
      if (event.key === 'ArrowDown') next = rows[0].cells[head.cellIndex];
      if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') next = heads[head.cellIndex + (event.key === 'ArrowRight' ? 1 : -1)]?.querySelector('a');
    } else {
      if (event.key === 'ArrowRight') next = head.parentElement.cells[1];
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') next = rows[row + (event.key === 'ArrowDown' ? 1 : -1)]?.cells[0].querySelector('a');
    }
    if (!next) return;
    event.preventDefault();
    go(next);
  }
  grid.addEventListener('focusin', (event) => {
    if (!isCell(event.target)) return;
    mark(event.target);
    tell(event.target, false);
  });
  /* The first press takes the cell, a press on the cell already taken opens the list: the same for a finger. */
  let pressed = null;
  grid.addEventListener('pointerdown', (event) => {
    const cell = event.target.closest('td');
    pressed = isCell(cell) && cell === document.activeElement ? cell : null;
    if (isCell(cell)) cell.tabIndex = 0;
  });
  grid.addEventListener('click', (event) => {
    const cell = event.target.closest('td');
    if (!isCell(cell)) return;
    if (pressed === cell && editable) openList(cell);
    else if (document.activeElement !== cell) go(cell);
  });

  /* ---- Copy and paste ---- */
  document.addEventListener('copy', (event) => {
    if (!isCell(document.activeElement) || !getSelection().isCollapsed) return;
    event.clipboardData.setData('text/plain', lettersOf(document.activeElement));
    event.preventDefault();
    announce(`Copié\u00a0: ${words(lettersOf(document.activeElement))}`);
  });
  document.addEventListener('paste', (event) => {
    const cell = document.activeElement;
    if (!editable || !isCell(cell)) return;
    event.preventDefault();
    const text = event.clipboardData.getData('text/plain');
    const one = text.trim().toUpperCase();
    if (!/[\t\n\r]/.test(text.replace(/[\r\n]+$/, '')) && (one === '' || one in WORDS)) write(cell, one);
    else preview(cell, text);
  });
  const pasting = editable && make('dialog', { class: 'dialogue raci-coller', 'aria-labelledby': 'raci-coller-titre' },
    '<h2 id="raci-coller-titre">Ce que le bloc change</h2><div data-apercu></div>');
  async function preview(cell, text) {
    const fields = new URLSearchParams({ activity: rowId(cell), partnership: columnId(cell), text, next: location.pathname + location.search });
    for (const head of heads.slice(1, last + 1)) fields.append('o', head.id.slice(2));
    let response;
    try {
      response = await post(frame.dataset.paste, fields);
    } catch (error) {
      window.maillage.say('Le serveur ne répond pas. Rien n’est collé.', true);
      return;
    }
    if (![200, 422].includes(response.status)) { window.maillage.say(REFUSED[response.status] || 'Rien n’est collé. Rechargez la page.', true); return; }
    pasting.querySelector('[data-apercu]').innerHTML = await response.text();
    pasting.addEventListener('close', () => go(cell), { once: true });
    pasting.showModal();
    pasting.querySelector('[type="submit"], [data-fermer-dialogue]')?.focus();
  }
  if (pasting) {
    pasting.addEventListener('click', (event) => {
      if (!event.target.closest('[data-fermer-dialogue]')) return;
      event.preventDefault();
      pasting.close();
    });
  }

  /* ---- One tab stop: names leave the tab order, the arrows reach them ---- */
  for (const link of grid.querySelectorAll('a')) link.tabIndex = -1;
  const asked = location.hash.startsWith('#c-') && document.getElementById(location.hash.slice(1));
  if (rows.length && last >= 1) {
    const first = rows[0].cells[asked ? asked.cellIndex : 1];
    first.tabIndex = 0;
    current = first;
  }
  /* A question leads to its column: the focus goes to its first cell. */
  document.addEventListener('click', (event) => {
    const link = event.target.closest('.raci-questions a');
    const head = link && document.getElementById(link.hash.slice(1));
    if (!head) return;
    event.preventDefault();
    go(rows[0].cells[head.cellIndex]);
  });
  addEventListener('beforeunload', (event) => { if (queued) event.preventDefault(); });
})();
