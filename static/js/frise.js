/* The frise: keyboard, side sheet, moving by dialogue and by drag. Everything also exists as a link or a plain form. */
'use strict';

(() => {
  const board = document.getElementById('frise');
  if (!board) return;
  const editable = board.hasAttribute('data-editable');
  const dialogue = document.getElementById('dialogue');
  const tray = document.querySelector('[data-pochette]');
  const token = () => JSON.parse(document.body.getAttribute('hx-headers:inherited'))['X-CSRFToken'];
  /* A closed « et 4 autres » keeps its cards laid out but not shown: the arrows pass over them. */
  const shown = (link) => !link.closest('details:not([open])');
  const links = () => [...board.querySelectorAll('.fiche h3 a')].filter(shown);
  /* The address of a card says whose it is. */
  const partnerOf = (link) => new URLSearchParams(link.search).get('partenaire');
  const cardsOf = (partner, scope = board) => [...scope.querySelectorAll(`.fiche h3 a[href$="partenaire=${CSS.escape(partner)}#volet"]`)];
  const nameOf = (link) => link.textContent.trim();
  let lastUndo = null;
  let lastWhy = null;

  /* ---- One stop in the tab order, arrows inside ---- */
  let current = null;
  function makeCurrent(link) {
    for (const other of board.querySelectorAll('.fiche h3 a')) other.tabIndex = -1;
    current = link || links()[0] || null;
    if (current) current.tabIndex = 0;
  }
  function focusCard(link) {
    if (!link) return;
    const folded = link.closest('details:not([open])');
    if (folded) folded.open = true;
    makeCurrent(link);
    link.focus();
  }
  const cellLinks = (cell) => [...cell.querySelectorAll('.fiche h3 a')].filter(shown);
  const cellOf = (link) => link.closest('td');

  function vertical(link, step) {
    const column = cellOf(link).cellIndex;
    const cards = [...board.tBodies[0].rows].flatMap((row) => cellLinks(row.cells[column]));
    return cards[cards.indexOf(link) + step];
  }
  function horizontal(link, step) {
    const cell = cellOf(link);
    const rank = cellLinks(cell).indexOf(link);
    for (let i = cell.cellIndex + step; i > 0 && i < cell.parentNode.cells.length; i += step) {
      const cards = cellLinks(cell.parentNode.cells[i]);
      if (cards.length) return cards[Math.min(rank, cards.length - 1)];
    }
    return null;
  }
  function alongThread(link, step) {
    const cards = links().filter((other) => partnerOf(other) === partnerOf(link));
    cards.sort((a, b) => cellOf(a).cellIndex - cellOf(b).cellIndex);
    return cards[cards.indexOf(link) + step];
  }

  board.addEventListener('focusin', (event) => {
    if (event.target.matches('.fiche h3 a')) makeCurrent(event.target);
  });

  board.addEventListener('keydown', (event) => {
    const link = event.target.closest('.fiche h3 a');
    if (!link) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key === 'z' && lastUndo) undo(lastUndo);
      else if (event.key === 'Home') focusCard(links()[0]);
      else if (event.key === 'End') focusCard(links().at(-1));
      else return;
      event.preventDefault();
      return;
    }
    if (event.altKey) return;
    const actions = {
      ArrowUp: () => focusCard(vertical(link, -1)),
      ArrowDown: () => focusCard(vertical(link, 1)),
      ArrowLeft: () => focusCard(horizontal(link, -1)),
      ArrowRight: () => focusCard(horizontal(link, 1)),
      t: () => focusCard(alongThread(link, 1)),
      T: () => focusCard(alongThread(link, -1)),
      Escape: () => closeSheet(),
      d: () => editable && openMove(partnerOf(link), placementOf(link)),
      n: () => editable && cellOf(link).querySelector('.case-vide a')?.click(),
      f: () => editable && openFact(partnerOf(link), 'freins'),
      l: () => editable && openFact(partnerOf(link), 'leviers'),
      r: () => lastWhy && openForm(lastWhy),
      1: () => zoom('names'),
      2: () => zoom('cards'),
      3: () => zoom('details'),
      p: () => document.querySelector('[data-projeter]').click(),
      '?': () => document.getElementById('touches').showModal(),
    };
    const action = actions[event.key] || actions[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    action();
  });

  /* ---- Density, kept for the person ---- */
  const density = document.querySelector('[data-densite]');
  function zoom(value) {
    const radio = density.querySelector(`[value="${value}"]`);
    radio.checked = true;
    radio.dispatchEvent(new Event('change', { bubbles: true }));
  }
  density.addEventListener('change', () => {
    /* The screen has changed already; only a density that could not be kept is told. */
    fetch(density.action, { method: 'POST', body: new FormData(density), headers: { Accept: 'application/json' }, redirect: 'manual' })
      .then((response) => { if (!response.ok) throw new Error(response.status); })
      .catch(() => maillage.say('Ce choix n’a pas pu être gardé pour la prochaine fois.', true));
  });

  /* ---- Side sheet ---- */
  function choose(partner) {
    for (const card of board.querySelectorAll('.fiche[data-choisie]')) card.removeAttribute('data-choisie');
    if (partner) for (const link of cardsOf(partner)) link.closest('.fiche').setAttribute('data-choisie', '');
    maillage.redrawThreads();
  }
  async function openSheet(url, partner, { focus = true } = {}) {
    await htmx.ajax('GET', url, { target: '#volet', swap: 'outerHTML' });
    choose(partner);
    history.replaceState(null, '', url);
    if (focus) document.getElementById('volet-titre')?.focus();
  }
  function closeSheet() {
    const open = document.getElementById('volet');
    if (open.hidden) return;
    open.hidden = true;
    open.replaceChildren();
    choose(null);
    const url = new URL(location);
    url.searchParams.delete('partenaire');
    url.hash = '';
    history.replaceState(null, '', url);
    current?.focus();
  }
  board.addEventListener('click', (event) => {
    const link = event.target.closest('.fiche h3 a');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    makeCurrent(link);
    openSheet(link.getAttribute('href').split('#')[0], partnerOf(link));
  });
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-fermer-volet]')) {
      event.preventDefault();
      closeSheet();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && event.target.closest('#volet')) closeSheet();
  });

  /* ---- Gestures on a card: one function for the dialogues (moving, freins, leviers) and the drag ---- */
  const moveUrl = (partner) => `${board.dataset.base}fiches/${partner}/`;
  const placementOf = (link) => link.closest('li')?.id.slice(2) || '';

  async function send(url, body) {
    let response;
    try {
      response = await fetch(url, {
        method: body ? 'POST' : 'GET',
        body,
        headers: { Accept: 'application/json', ...(body ? { 'X-CSRFToken': token() } : {}) },
        redirect: 'manual',
      });
    } catch {
      maillage.say('Le serveur ne répond pas. Rien n’a été changé.', true);
      return null;
    }
    if (response.type === 'opaqueredirect') {
      maillage.say('Votre session est terminée. Connectez-vous dans un autre onglet, puis recommencez.', true);
      return null;
    }
    if (![200, 409, 422].includes(response.status)) {
      maillage.say(response.status === 403 ? 'Votre rôle ne permet pas ce geste.' : 'Ce geste n’a pas pu être enregistré. Réessayez.', true);
      return null;
    }
    return response.json();
  }

  function showForm(html) {
    dialogue.innerHTML = html;
    dialogue.setAttribute('aria-label', dialogue.querySelector('.dialogue-titre').textContent);
    if (!dialogue.open) dialogue.showModal();
    (dialogue.querySelector('[name="cell"]:checked') || dialogue.querySelector('[name="cell"], textarea')).focus();
  }

  async function openForm(url) {
    const answer = await send(url);
    if (answer) showForm(answer.form);
  }
  const openMove = (partner, placement) => openForm(`${moveUrl(partner)}?placement=${placement}`);
  const openFact = (partner, items) => openForm(`${moveUrl(partner)}${items}/`);

  async function write(url, body, { after } = {}) {
    const answer = await send(url, body);
    if (!answer) return false;
    if (answer.form) {
      showForm(answer.form);
      return false;
    }
    if (dialogue.open) dialogue.close();
    put(answer);
    announce(answer.said, answer.undo, answer.why);
    after?.();
    return true;
  }

  /* Replace every card of the partner by those the server drew; one that stays in its cell keeps its rank. */
  function put(answer) {
    document.dispatchEvent(new CustomEvent('maillage:geste'));
    const before = new Map(cardsOf(answer.partner).map((link) => [link.closest('.fiche').id, link.closest('.fiche')]));
    tray.querySelector(`[data-partenaire="${CSS.escape(answer.partner)}"]`)?.closest('li').remove();
    for (const { id, cell, html } of answer.cards) {
      const old = before.get(id);
      if (old?.closest('td').id === cell) old.insertAdjacentHTML('afterend', html);
      else document.getElementById(cell)?.querySelector('.case').insertAdjacentHTML('beforeend', html);
    }
    const chosen = [...before.values()].some((card) => card.hasAttribute('data-choisie'));
    for (const card of before.values()) card.remove();
    if (chosen) choose(answer.partner);
    if (answer.tray) tray.insertAdjacentHTML('beforeend', answer.tray);
    for (const rest of board.querySelectorAll('.case-reste')) {
      const count = rest.querySelectorAll('.fiche').length;
      if (count) rest.querySelector('summary').textContent = `et ${count} autre${count > 1 ? 's' : ''}`;
      else rest.remove();
    }
    maillage.redrawThreads();
    makeCurrent(current?.isConnected ? current : null);
  }

  function announce(text, undoUrl, whyUrl) {
    lastUndo = undoUrl;
    lastWhy = whyUrl;
    maillage.say(text);
    const notice = document.querySelector('#avis .avis');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Annuler';
    button.addEventListener('click', () => undo(undoUrl));
    notice.querySelector('p').after(button);
    if (!whyUrl) return;
    const why = document.createElement('a');
    why.href = whyUrl;
    why.setAttribute('data-noter', '');
    why.textContent = 'Dire pourquoi';
    button.before(why);
  }

  async function undo(url) {
    lastUndo = lastWhy = null;
    document.dispatchEvent(new CustomEvent('maillage:geste'));
    const body = new FormData();
    body.append('next', location.pathname + location.search);
    const partner = current && partnerOf(current);
    const placement = current && placementOf(current);
    let page;
    try {
      const response = await fetch(url, { method: 'POST', body, headers: { 'X-CSRFToken': token() } });
      if (!response.ok) throw new Error(response.status);
      page = new DOMParser().parseFromString(await response.text(), 'text/html');
    } catch {
      maillage.say('L’annulation n’a pas pu se faire. Rechargez la page.', true);
      return;
    }
    for (const id of ['frise', 'a-placer']) {
      const fresh = page.getElementById(id);
      const old = document.getElementById(id);
      if (id === 'frise') old.tBodies[0].replaceWith(fresh.tBodies[0]);
      else old.querySelector('ul').replaceChildren(...fresh.querySelector('ul').children);
    }
    document.getElementById('volet').replaceWith(page.getElementById('volet'));
    maillage.say(page.querySelector('#avis .avis p')?.textContent || 'C’est annulé.');
    sortables();
    choose(partner);
    focusCard(links().find((link) => placementOf(link) === placement) || links().find((link) => partnerOf(link) === partner));
  }

  dialogue.addEventListener('submit', async (event) => {
    event.preventDefault();
    const partner = event.target.dataset.geste;
    const chosen = event.target.querySelector('[name="cell"]:checked')?.value.replace('/', '-');
    const from = current && partnerOf(current) === partner ? cellOf(current) : null;
    await write(event.target.action, new FormData(event.target), {
      after: () => {
        const cell = chosen ? document.getElementById(`case-${chosen}`) : from || board;
        const link = cell && cardsOf(partner, cell)[0];
        if (link) focusCard(link);
        else tray.querySelector(`[data-partenaire="${CSS.escape(partner)}"]`)?.focus();
        if (!document.getElementById('volet').hidden && link) openSheet(link.getAttribute('href').split('#')[0], partner, { focus: false });
      },
    });
  });
  dialogue.addEventListener('click', async (event) => {
    if (event.target.closest('[data-fermer-dialogue]')) {
      event.preventDefault();
      dialogue.close();
      current?.focus();
    }
    const other = event.target.closest('[data-autre-placement]');
    if (other) {
      event.preventDefault();
      openForm(`${moveUrl(dialogue.querySelector('form').dataset.geste)}${other.getAttribute('href')}`);
    }
  });

  /* Somebody else's change was put in place (direct-frise.js). */
  document.addEventListener('maillage:frise', () => {
    if (editable) sortables();
    makeCurrent(current?.isConnected ? current : null);
  });

  if (!editable) {
    makeCurrent(null);
    return;
  }

  document.addEventListener('click', (event) => {
    const chip = event.target.closest('.puce-fiche');
    const button = event.target.closest('[data-deplacer]');
    const note = event.target.closest('[data-noter]');
    if (event.ctrlKey || event.metaKey || (!chip && !button && !note)) return;
    event.preventDefault();
    if (note) openForm(note.getAttribute('href'));
    else if (chip) openMove(chip.dataset.partenaire, '');
    else {
      const cards = cardsOf(button.dataset.deplacer).filter(shown);
      const link = cards.includes(current) ? current : cards[0];
      openMove(button.dataset.deplacer, link ? placementOf(link) : '');
    }
  });

  /* ---- Drag, with a mouse or a finger ---- */
  const live = [];
  function sortables() {
    while (live.length) live.pop().destroy();
    /* Nothing is put anywhere while a card is in the air: three hundred cards would be laid out again at each cell. */
    const options = {
      group: { name: 'frise', pull: true, put: false }, sort: false, ghostClass: 'glisse',
      delay: 150, delayOnTouchOnly: true, touchStartThreshold: 4, emptyInsertThreshold: 0, onStart: () => { inTheAir = true; }, onEnd: drop,
    };
    for (const list of board.querySelectorAll('td .case')) live.push(new Sortable(list, options));
    live.push(new Sortable(tray, options));
  }
  const PLACES = '#frise tbody td, .pochette';
  let inTheAir = false;
  let over = null;
  function mark(place) {
    if (place === over) return;
    over?.removeAttribute('data-cible');
    place?.setAttribute('data-cible', '');
    over = place;
  }
  document.addEventListener('dragover', (event) => {
    if (!inTheAir) return;
    mark(event.target.closest?.(PLACES) || null);
    if (over) {
      event.preventDefault();
      event.dataTransfer.dropEffect = 'move';
    }
  });
  document.addEventListener('touchmove', (event) => {
    if (inTheAir) mark(document.elementFromPoint(event.touches[0].clientX, event.touches[0].clientY)?.closest(PLACES) || null);
  }, { passive: true });
  async function drop(event) {
    const item = event.item;
    const target = over;
    inTheAir = false;
    mark(null);
    const cell = target?.closest('td') || null;
    const inTray = target?.matches('.pochette');
    const chip = item.querySelector('[data-partenaire]');
    const partner = chip ? chip.dataset.partenaire : partnerOf(item.querySelector('h3 a'));
    const from = event.from.closest('td');
    if ((!cell && !inTray) || cell === from || (inTray && !from)) return;
    const body = new FormData();
    body.append('placement', item.id.slice(2));
    body.append('version', item.dataset.version || '');
    body.append('horizon', cell ? cell.dataset.horizon : '');
    body.append('level', cell ? cell.dataset.lane : '');
    await write(moveUrl(partner), body, {
      after: () => focusCard(cell && cardsOf(partner, cell)[0]),
    });
  }
  sortables();
  makeCurrent(null);
})();
