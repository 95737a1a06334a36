/* What others do, as it happens: one stream tells that something changed, the ordinary page says what.
   Who is here, who changes what, and what to do when the network goes. The page's own script puts the changes in place:
   `maillage.direct.take(page, gestures)`, unless `maillage.direct.busy()`. */
'use strict';

window.maillage = Object.assign(window.maillage || {}, { direct: (() => {
  const root = document.getElementById('direct');
  if (!root || !window.EventSource) return null;
  const { billet, nouvelles, pour } = root.dataset;
  const wall = pour !== 'team';
  const POLL = 5000, SILENCE = 8000, HIDDEN = 5000, LATER = 60000, CARD = 20000;
  const hooks = { take: () => {}, busy: () => false, show: () => {}, here: () => {} };
  const flags = new Set();
  let revision = Number(root.dataset.revision), wanted = revision, epoch = 0;
  let source = null, timer = 0, silence = 0, retry = 0, ticket = null, paused = false, over = false, polling = false;
  let fresh = new Date(), running = false, people = {}, here = [], card = '', cardTimer = 0;

  const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
  function element(name, attributes, ...children) {
    const node = document.createElement(name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    node.append(...children);
    return node;
  }
  const hour = (date) => `${date.getHours()}\u00a0h\u00a0${String(date.getMinutes()).padStart(2, '0')}`;

  /* What puts changes in place comes when there is one, or somebody to tell: a page that one person reads alone stays light. */
  let rest = null;
  const ready = () => (rest ??= !root.dataset.suite ? Promise.resolve() : new Promise((done, failed) => {
    const script = element('script', { src: root.dataset.suite });
    script.addEventListener('load', done);
    script.addEventListener('error', () => { rest = null; failed(new Error('script')); });
    document.head.append(script);
  }));

  /* ---- The network, in words. Waiting is not an error: the banner is kraft. ---- */
  const banner = element('p', { class: 'reseau', role: 'status' });
  (document.querySelector('main') || document.body).prepend(banner);
  let state = '';
  function network(next) {
    if (state === next) return;
    state = next;
    const age = `Ce que vous voyez date de ${hour(fresh)}.`;
    const words = {
      off: ['Vous êtes hors ligne.', `${age}${wall ? '' : ' Ce que vous faites maintenant n’est pas enregistré.'}`],
      down: ['Le serveur ne répond pas.', `${age} Nouvel essai dans un instant.`],
      over: ['Vous n’avez plus accès à ce projet.', `${age} Rechargez la page.`],
      signed: ['Votre session est terminée.', `${age} Reconnectez-vous dans un autre onglet\u00a0: ce que vous avez saisi reste ici.`],
    }[next];
    banner.replaceChildren(...(words ? [element('strong', {}, words[0]), ` ${words[1]}`] : []));
    document.documentElement.toggleAttribute('data-hors-ligne', next === 'off' || next === 'down');
  }
  function reached() {
    fresh = new Date();
    if (!over) network('');
  }
  function finish(why) {
    over = true;
    stop();
    network(why);
  }

  /* ---- The ticket, the stream, and asking from time to time where streams are held back ---- */
  async function ask(url) {
    const response = await fetch(url, { headers: { Accept: 'application/json' }, redirect: 'manual', cache: 'no-store' });
    if (response.type === 'opaqueredirect') finish('signed');
    else if (response.status === 403 || response.status === 404) finish('over');
    if (!response.ok) throw new Error(response.status);
    return response.json();
  }
  async function newTicket() {
    const query = wall ? `?${new URLSearchParams({ pour, vue: root.dataset.vue })}` : '';
    ticket = await ask(billet + query);
    people = ticket.people || people;
    reached();
  }
  function stop() {
    source?.close();
    source = null;
    polling = false;
    delete root.dataset.relie;
    for (const id of [timer, silence, retry]) clearTimeout(id);
  }
  function again(ms) {
    clearTimeout(retry);
    if (!over && !paused) retry = setTimeout(start, ms);
  }
  async function start() {
    stop();
    if (over || paused) return;
    if (!navigator.onLine) { network('off'); return; }
    try {
      await newTicket();
    } catch {
      if (!over) down();
      return;
    }
    changed(ticket.revision);
    source = new EventSource(`${ticket.address}?vu=${revision}`);
    silence = setTimeout(poll, SILENCE);
    const on = (name, does) => source.addEventListener(name, (event) => {
      clearTimeout(silence);
      const first = !('relie' in root.dataset);
      root.dataset.relie = '';
      /* Only a page that listens is here, and may say what it changes. */
      if (first && card) tellCard();
      polling = false;
      reached();
      does(JSON.parse(event.data), event);
    });
    on('revision', changed);
    on('screen', changed);
    on('here', told);
    on('show', (shown) => hooks.show(shown));
    on('wall', (html, event) => draw(html, Number(event.lastEventId)));
    on('same', (number) => { revision = wanted = Math.max(wanted, number); });
    on('end', () => { stop(); again(Math.random() * 2000); });
    source.addEventListener('error', () => {
      clearTimeout(silence);
      if (over || paused) return;
      if (!navigator.onLine) { lost(); return; }
      /* Refused (an old ticket, too many pages, no live room): the version says which. Cut: the server may be starting. */
      if (source?.readyState === EventSource.CLOSED) poll();
      else silence = setTimeout(() => version().then(() => again(Math.random() * 1500), down), 500);
    });
  }
  const version = () => fetch(`${ticket.address}version/`, { cache: 'no-store' });
  function down() {
    stop();
    network(navigator.onLine ? 'down' : 'off');
    again(2000 + Math.random() * 3000);
  }
  /* Streams may be held back by something on the way: then the version is asked, and the stream tried again later. */
  async function poll() {
    clearTimeout(timer);
    if (over || paused || !ticket) return;
    const asked = ticket;
    let response;
    try {
      response = await version();
    } catch {
      down();
      return;
    }
    if (asked !== ticket) return;
    if (response.status === 403) { again(0); return; }
    if (!response.ok) { reached(); again(LATER); return; }
    const answer = await response.json();
    reached();
    changed(answer.revision);
    if (answer.here) told(answer);
    if (answer.show) hooks.show(answer.show);
    if (!polling) {
      polling = true;
      if (card) tellCard();
      source?.close();
      source = null;
      again(2 * LATER);
    }
    timer = setTimeout(poll, POLL);
  }

  function lost() {
    if (!over && state !== 'off' && source?.readyState === EventSource.OPEN) fresh = new Date();
    stop();
    network('off');
  }
  addEventListener('offline', lost);
  addEventListener('online', () => again(0));
  addEventListener('pagehide', stop);
  addEventListener('pageshow', (event) => { if (event.persisted) again(0); });
  /* A page that nobody looks at does not listen; a wall always does. */
  let hiding = 0;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hiding);
    if (wall) return;
    if (document.hidden) hiding = setTimeout(() => { paused = true; stop(); }, HIDDEN);
    else if (paused) { paused = false; start(); }
  });

  /* ---- What changed ---- */
  function changed(next) {
    if (typeof next === 'object') next = next.revision;
    if (!(next > wanted)) return;
    wanted = next;
    if (!hooks.take) return;  /* a page that only says who is here */
    if (!wall || polling) catchUp();
  }
  /* A screen gets its drawing in the stream, made once for all of them. */
  function draw(html, number) {
    const page = document.createElement('template');
    page.innerHTML = html;
    revision = wanted = Math.max(wanted, number);
    ready().then(() => hooks.take(page.content, []), () => {});
  }
  async function catchUp() {
    if (running) return;
    running = true;
    try {
      while (wanted > revision && !over) {
        /* Not all at once on the server: the more people, the longer the draw. */
        await wait(Math.random() * Math.min(1500, 40 * (here.length + 1)));
        await ready();
        if (hooks.busy()) { await wait(300); continue; }
        const since = epoch;
        const [page, news] = await Promise.all([readPage(), wall ? { gestures: [] } : ask(`${nouvelles}?depuis=${revision}`)]);
        /* Something was done here meanwhile, or is being done: this page is already old. */
        if (since !== epoch || hooks.busy()) continue;
        revision = Number(page.getElementById('direct').dataset.revision);
        wanted = Math.max(wanted, news.revision || 0);
        reached();
        const gestures = news.gestures.filter((gesture) => !flags.has(gesture.id));
        for (const gesture of gestures) flags.add(gesture.id);
        hooks.take(page, gestures);
        /* A notice is given once: if this page took it, it is shown here. */
        const notice = page.querySelector('#avis [data-avis]');
        if (notice) document.getElementById('avis').replaceChildren(document.importNode(notice, true));
        announce(gestures.filter((gesture) => !gesture.mine));
      }
    } catch {
      if (!over) down();
    } finally {
      running = false;
    }
  }
  async function readPage() {
    const response = await fetch(location.pathname + location.search, { redirect: 'manual', cache: 'no-cache' });
    if (response.type === 'opaqueredirect') finish('signed');
    else if (response.status === 403 || response.status === 404) finish('over');
    if (!response.ok) throw new Error(response.status);
    return new DOMParser().parseFromString(await response.text(), 'text/html');
  }
  document.addEventListener('maillage:geste', () => { epoch += 1; });

  /* ---- Saying it: at most one sentence every four seconds ---- */
  const spoken = element('p', { class: 'vh', role: 'status', 'data-direct-dit': '' });
  banner.after(spoken);
  let untold = [], quiet = 0;
  function announce(gestures) {
    untold.push(...gestures);
    if (!quiet && untold.length) tellAll();
  }
  function tellAll() {
    const names = [...new Set(untold.map((gesture) => gesture.first))];
    spoken.textContent = untold.length <= 2
      ? untold.map((gesture) => gesture.said).join('. ')
      : `${names.join(', ')}\u00a0: ${untold.length}\u00a0changements`;
    untold = [];
    quiet = setTimeout(() => {
      quiet = 0;
      if (untold.length) tellAll();
    }, 4000);
  }

  /* ---- Who is here ---- */
  const menu = element('details', { class: 'menu presents', 'data-menu': '', hidden: '' });
  const heads = element('summary', { class: 'presents-tetes' });
  const list = element('ul', {});
  menu.append(heads, element('div', { class: 'menu-feuille' }, element('p', { class: 'menu-qui' }, 'Ici en ce moment'), list));
  document.querySelector('.compte-menu')?.before(menu);
  function told(answer) {
    const others = answer.here.filter(([member]) => member !== ticket.me);
    if (others.some(([member]) => !people[member])) {
      /* Somebody joined the team meanwhile: their name is asked for. */
      ask(billet).then((next) => { people = next.people; show(answer, others); }).catch(() => {});
    } else show(answer, others);
  }
  function show(answer, others) {
    here = others.filter(([member]) => people[member]);
    const members = [...new Set(here.map(([member]) => member))];
    menu.hidden = !members.length;
    const shown = members.slice(0, 3).map((member) => element('span', { class: 'pastille', 'aria-hidden': 'true' }, people[member][1]));
    if (members.length > 3) shown.push(element('span', { class: 'presents-reste', 'aria-hidden': 'true' }, `+${members.length - 3}`));
    heads.replaceChildren(...shown, element('span', { class: 'vh' }, `Ici en ce moment\u00a0: ${members.map((member) => people[member][0]).join(', ')}`));
    list.replaceChildren(...members.map((member) => element('li', {}, people[member][0])));
    const changing = here.filter(([, what]) => what).map(([member, what]) => ({ what, who: people[member][0], first: people[member][2] }));
    if (members.length || answer.screens || rest) ready().then(() => hooks.here(changing, answer.screens || 0), () => {});
  }
  function post(verb, body) {
    if (ticket && !wall) return fetch(`${ticket.address}${verb}/`, { method: 'POST', body, keepalive: true });
    return Promise.reject(new Error('no ticket'));
  }
  /* The button that sends what this page shows to the walls; its page places it, and shows it while there are walls. */
  function showButton(page) {
    const button = element('button', { type: 'button', class: 'bouton', hidden: '' }, 'Montrer ceci à l’écran');
    button.addEventListener('click', () => {
      post('montrer', JSON.stringify({ page, view: new URL(location).searchParams.toString() }))
        .then((response) => window.maillage.say(response.ok ? 'C’est à l’écran.' : 'L’écran n’a pas pu être changé. Réessayez.', !response.ok))
        .catch(() => window.maillage.say('Vous êtes hors ligne\u00a0: l’écran n’a pas changé.', true));
    });
    return button;
  }
  function tellCard() {
    clearTimeout(cardTimer);
    post('ici', card).catch(() => {});
    if (card) cardTimer = setTimeout(tellCard, CARD);
  }
  function editing(what) {
    if (what === card) return;
    card = what;
    tellCard();
  }

  start();
  return {
    hooks, element, editing, showButton, wall, root,
    get mayShow() { return Boolean(ticket?.may_show); },
    /* A wall turns to another view: the next ticket is for it. */
    turn(view, number) {
      root.dataset.vue = view;
      revision = wanted = number;
      start();
    },
    still: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
  };
})() });
