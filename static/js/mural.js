/* The wall screen: light and size of text without loading the page again, and following what the team sends to it. */
'use strict';

(() => {
  const direct = window.maillage?.direct;
  const html = document.documentElement;
  const frise = document.getElementById('frise');

  /* An address of this screen that keeps the light, the size and the following. */
  function keep(changes) {
    const url = new URL(location);
    for (const [name, value] of Object.entries(changes)) {
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    }
    history.replaceState(null, '', url);
  }
  const press = (node, on) => (on ? node.setAttribute('aria-current', 'true') : node.removeAttribute('aria-current'));

  document.addEventListener('click', (event) => {
    const light = event.target.closest('[data-salle]');
    const size = event.target.closest('[data-texte]');
    const card = event.target.closest('.fiche h3 a');
    if (event.ctrlKey || event.metaKey || (!light && !size && !card)) return;
    event.preventDefault();
    if (light) {
      const dark = light.dataset.salle === 'sombre';
      html.classList.toggle('salle-sombre', dark);
      for (const other of document.querySelectorAll('[data-salle]')) press(other, other === light);
      keep({ salle: dark && 'sombre' });
    } else if (size) {
      const large = html.classList.toggle('texte-grand');
      press(size, large);
      keep({ texte: large && 'grand' });
    } else choose(new URLSearchParams(card.search).get('partenaire'));
    window.maillage.redrawThreads?.();
  });

  /* The thread of one partner, thick. */
  function choose(partner) {
    const now = new URL(location).searchParams.get('partenaire') === partner ? '' : partner;
    keep({ partenaire: now });
    for (const card of frise.querySelectorAll('.fiche')) {
      card.toggleAttribute('data-choisie', new URLSearchParams(card.querySelector('h3 a').search).get('partenaire') === now);
    }
    const view = new URLSearchParams(direct?.root.dataset.vue);
    if (now) view.set('partenaire', now);
    else view.delete('partenaire');
    direct?.turn(view.toString(), Number(direct.root.dataset.revision));
  }

  if (!direct) return;
  const follow = document.querySelector('[data-suivre]');
  const said = document.querySelector('[data-etat-mur]');
  let last = null;
  follow.hidden = false;
  const following = () => follow.getAttribute('aria-checked') === 'true';
  follow.addEventListener('click', () => {
    follow.setAttribute('aria-checked', String(!following()));
    keep({ suivre: following() && '1' });
    if (following() && last) go(last);
    tell();
  });
  function tell() {
    said.textContent = following() ? 'Cet écran suit l’équipe.' : '';
  }
  tell();

  /* `view` is the query of the page that the team looks at: the same one is asked for here, with the settings of the room. */
  function go({ page, view }) {
    const url = new URL(location);
    const wanted = new URLSearchParams(view);
    // A past day is not for a wall: its page is the team's.
    for (const name of ['projection', 'au', 'du']) wanted.delete(name);
    for (const name of ['salle', 'texte', 'suivre']) {
      const value = url.searchParams.get(name);
      wanted.delete(name);
      if (value) wanted.set(name, value);
    }
    if (page === 'board') wanted.set('projection', '1');
    const next = new URL(`${direct.root.getAttribute(`data-adresse-${page}`)}?${wanted}`, location);
    if (next.href === url.href) return;
    if (page !== direct.root.dataset.page) location.assign(next);
    else turn(next);
  }
  async function turn(next) {
    const response = await fetch(next, { redirect: 'manual' }).catch(() => null);
    if (!response?.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const root = page.getElementById('direct');
    if (!root) return;
    history.replaceState(null, '', next);
    direct.hooks.take(page, []);
    direct.turn(root.dataset.vue, Number(root.dataset.revision));
  }
  direct.hooks.show = (shown) => {
    last = shown;
    if (following()) go(shown);
  };
})();
