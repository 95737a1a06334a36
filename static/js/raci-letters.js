/* Writing letters in the RACI, and taking them back. A letter is painted at once, then sent with the letters that the person
   saw; on refusal it goes back, with a notice; when somebody was first, both values are shown. */
'use strict';

(() => {
  const raci = window.maillage.raci;
  if (!raci) return;
  const { frame, grid, editable, heads, rows, last, lettersOf, rowId, columnId, words, place, tell, announce, make, go, beside } = raci;
  const BY_KEY = Object.fromEntries(raci.ROLES.filter((role) => role[2]).map(([letters, , key]) => [key, letters]));
  if (!('S' in BY_KEY) && 'Sg' in raci.WORDS) BY_KEY.S = 'Sg';  /* the S of RACI-VS is a signature */
  const DOER = 'R' in raci.WORDS ? 'R' : 'D', BOTH = 'RA' in raci.WORDS ? 'RA' : 'DA';
  const REFUSED = {
    403: 'Votre rôle ne permet pas ce geste. La case a repris sa valeur.',
    404: 'Cette activité ou cet acteur n’est plus dans le tableau. Rechargez la page.',
    500: 'Le serveur n’a pas pu répondre. La case a repris sa valeur\u00a0: réessayez.',
  };
  const loads = [...grid.tFoot.rows[0].cells];
  const undoable = [];
  const stored = new WeakMap();  /* what the server holds, while a cell shows a letter that is still on its way */
  const waiting = new Map();     /* cell -> letters to send next */
  const written = new WeakMap(); /* element -> the HTML that an answer put in it last */
  let queue = Promise.resolve();
  let queued = 0;
  let leaving = false;

  /* ---- Letters ---- */
  function combine(before, letter) {
    if (before === letter) return '';
    if (before === BOTH) return { [DOER]: 'A', A: DOER }[letter] || letter;
    if ((before === DOER && letter === 'A') || (before === 'A' && letter === DOER)) return BOTH;
    return letter;
  }
  function paint(cell, letters) {
    const noted = cell.classList.contains('n') ? 'n ' : '';
    cell.textContent = letters;
    cell.className = noted + raci.classOf(letters);
  }
  const delegate = (cell) => (lettersOf(cell) === '(A)' ? '' : '(A)');
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
    const found = () => [...verdict.querySelectorAll('b, i')].map((one) => one.textContent).join(' ');
    const before = found();
    put(verdict, answer.findings);
    setData(row, 'alerte', answer.alert);
    const load = loads[cell.cellIndex];
    put(load, answer.load);
    setData(load, 'charge', answer.heavy ? 'forte' : '');
    if ('questions' in answer) {
      const list = document.querySelector('.raci-questions ul');
      for (const item of list.querySelectorAll(`[data-p="${answer.partnership}"]`)) item.remove();
      list.insertAdjacentHTML('beforeend', answer.questions);
    }
    const after = found();
    if (before !== after) tell(cell, true, `. À vérifier\u00a0: ${after || 'rien sur cette ligne'}`);
  }
  /* What is already there is left alone: the browser would lay it out and paint it again. */
  function put(node, html) {
    if (written.get(node) === html) return;
    written.set(node, html);
    node.innerHTML = html;
  }
  function setData(node, name, value) {
    if ((node.dataset[name] || '') === value) return;
    if (value) node.dataset[name] = value;
    else delete node.dataset[name];
  }

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
      response = await post(beside('annuler/'), { operation });
      body = await response.json();
    } catch (error) {
      undoable.push(operation);
      window.maillage.say('Le serveur ne répond pas. Rien n’est annulé.', true);
      return;
    }
    if (response.status !== 200) { window.maillage.say(body.message, true); return; }
    const row = body.activity && document.getElementById(`a-${body.activity}`);
    const head = body.partnership && document.getElementById(`c-${body.partnership}`);
    if (body.reload || !row || !head) { leave(raci.current); location.reload(); return; }
    const cell = row.cells[head.cellIndex];
    paint(cell, body.letters);
    take(cell, body);
    go(cell);
    tell(cell, true, '. C’est annulé');
  }

  /* ---- What the frise proposes: + writes it, - refuses it (a gesture that brings the page back with its notice) ---- */
  const proposedIn = (cell) => editable && !lettersOf(cell) && cell.dataset.p;
  function refuse(cell) {
    later(() => raci.submit(beside('propositions/'), { refuser: 'coches', p: `${rowId(cell)}/${columnId(cell)}/${cell.dataset.p}` }, cell));
  }

  /* ---- Keys ---- */
  raci.keys.push((cell, event) => {
    const { key } = event;
    const command = event.ctrlKey || event.metaKey;
    if (command && key.toLowerCase() === 'z' && editable) later(undo);
    else if (command || event.altKey) return false;
    else if (key.toUpperCase() in BY_KEY) write(cell, key === 'A' && event.shiftKey && '(A)' in raci.WORDS ? delegate(cell) : combine(lettersOf(cell), BY_KEY[key.toUpperCase()]));
    else if (key === '(' && '(A)' in raci.WORDS) write(cell, delegate(cell));
    else if (key === 'F2') location.assign(`${beside('notes/')}${rowId(cell)}/${columnId(cell)}/?next=${encodeURIComponent(location.pathname + location.search)}`);
    else if (key === '+' && proposedIn(cell)) write(cell, cell.dataset.p);
    else if (key === '-' && proposedIn(cell)) refuse(cell);
    else if (key === 'Delete' || key === 'Backspace') write(cell, '');
    else return false;
    return true;
  });

  /* Another page comes: the cell is remembered, and what is on its way is no reason to ask. */
  function leave(cell) {
    leaving = true;
    raci.comeBackTo(cell);
  }
  addEventListener('beforeunload', (event) => { if (queued && !leaving) event.preventDefault(); });

  /* Send a plain form to an address of ours: the page that comes back says what was done, and how to undo it. */
  function submit(address, fields, cell) {
    const form = make('form', { method: 'post', action: address, hidden: '' }, '');
    const next = location.pathname + location.search;
    for (const [name, value] of Object.entries({ ...fields, next, csrfmiddlewaretoken: token() }).flatMap(([name, value]) => [value].flat().map((one) => [name, one]))) {
      const input = document.createElement('input');
      Object.assign(input, { type: 'hidden', name, value });
      form.append(input);
    }
    leave(cell);
    form.submit();
  }

  Object.assign(raci, { write, later, post, token, leave, submit, REFUSED });
})();
