/* The frise as others change it: cards glide to their new place with the name of who moved them. What I type, my focus, my
   scroll, an open sheet and an open dialogue stay as they are. The wall screen uses it too. */
'use strict';

(() => {
  const direct = window.maillage.direct;
  const board = document.getElementById('frise');
  if (!direct || !board) return;
  const { hooks, element } = direct;
  const FLAG = 3000;
  const dialogue = document.getElementById('dialogue');
  const partnerOf = (card) => new URLSearchParams(card.querySelector('h3 a').search).get('partenaire');
  const cardsById = (scope) => new Map([...scope.querySelectorAll('td .fiche')].map((card) => [card.id, card]));
  /* What a script adds to a card is no difference. */
  const plain = (card) => {
    const copy = card.cloneNode(true);
    copy.querySelector('.drapeau')?.remove();
    for (const link of copy.querySelectorAll('[tabindex]')) link.removeAttribute('tabindex');
    return `${copy.className} ${copy.innerHTML}`;
  };

  hooks.busy = () => Boolean(document.querySelector('.sortable-chosen, .glisse'));

  /* Put the cards of a cell in the order of the fresh one, each node kept if it is the same card. */
  function fill(cell, fresh, known) {
    const folded = fresh.querySelector('.case-reste');
    let rest = cell.querySelector('.case-reste');
    if (folded && !rest) {
      rest = document.importNode(folded, true);
      rest.open = false;
      rest.querySelector('.case').replaceChildren();
      cell.querySelector('.case').after(rest);
    }
    if (folded) rest.querySelector('summary').textContent = folded.querySelector('summary').textContent;
    const lists = [[cell.querySelector('.case'), fresh.querySelector('.case')]];
    if (folded) lists.push([rest.querySelector('.case'), folded.querySelector('.case')]);
    for (const [list, wanted] of lists) {
      let at = list.firstElementChild;
      for (const card of [...wanted.children]) {
        let mine = known.get(card.id);
        if (!mine) {
          mine = document.importNode(card, true);
          mine.querySelector('h3 a').tabIndex = -1;
          known.set(card.id, mine);
        } else if (plain(mine) !== plain(card)) update(mine, card);
        if (card.dataset.version) mine.dataset.version = card.dataset.version;
        if (mine === at) at = at.nextElementSibling;
        else put(list, mine, at);
      }
    }
    if (!folded && rest) rest.remove();
  }
  /* moveBefore keeps the focus and what an element is doing. */
  function put(list, card, before) {
    if (card.isConnected && list.moveBefore) list.moveBefore(card, before);
    else list.insertBefore(card, before);
  }
  function update(mine, card) {
    const focused = mine.contains(document.activeElement);
    mine.className = card.className;
    const flag = mine.querySelector('.drapeau');
    const tab = mine.querySelector('h3 a').tabIndex;
    mine.replaceChildren(...document.importNode(card, true).childNodes, ...(flag ? [flag] : []));
    mine.querySelector('h3 a').tabIndex = tab;
    if (focused) mine.querySelector('h3 a').focus({ preventScroll: true });
  }

  function sameShape(fresh) {
    const shape = (table) => [...table.querySelectorAll('.h-nom, tbody th')].map((head) => head.textContent.trim()).join('|') +
      [...table.querySelectorAll('tbody td')].map((cell) => cell.id).join('|');
    return shape(board) === shape(fresh);
  }

  hooks.take = (page, gestures) => {
    const fresh = page.querySelector('#frise');
    if (!fresh) return;
    const who = new Map(gestures.filter((gesture) => !gesture.mine).flatMap((gesture) => gesture.cards.map((card) => [card, gesture])));
    const active = document.activeElement;
    const activePartner = active?.closest('#frise .fiche') && partnerOf(active.closest('.fiche'));
    const chosen = board.querySelector('.fiche[data-choisie]');
    const chosenPartner = chosen && partnerOf(chosen);
    const known = cardsById(board);
    const before = new Map([...known].map(([id, card]) => [id, { box: card.getBoundingClientRect(), cell: card.closest('td').id, text: plain(card) }]));
    if (sameShape(fresh)) {
      const kept = cardsById(fresh);
      for (const [id, card] of known) if (!kept.has(id)) card.remove();
      /* Dates and marks of the rulers. */
      const heads = [...board.querySelectorAll('thead th')];
      fresh.querySelectorAll('thead th').forEach((head, n) => {
        if (heads[n].innerHTML !== head.innerHTML) heads[n].replaceChildren(...document.importNode(head, true).childNodes);
      });
      for (const cell of fresh.querySelectorAll('tbody td')) {
        fill(document.getElementById(cell.id), cell, known);
      }
    } else {
      board.tHead.replaceWith(document.importNode(fresh.tHead, true));
      for (const body of [...board.tBodies]) body.remove();
      board.append(...[...fresh.tBodies].map((body) => document.importNode(body, true)));
    }
    others(page);
    if (direct.wall) for (const card of board.querySelectorAll('.fiche')) card.toggleAttribute('data-choisie', fresh.querySelector(`#${card.id}`)?.hasAttribute('data-choisie'));
    else if (chosenPartner) for (const card of board.querySelectorAll('.fiche')) card.toggleAttribute('data-choisie', partnerOf(card) === chosenPartner);
    document.dispatchEvent(new CustomEvent('maillage:frise'));
    window.maillage.redrawThreads?.();
    if (activePartner && !active.isConnected) {
      [...board.querySelectorAll('.fiche')].find((card) => partnerOf(card) === activePartner)?.querySelector('h3 a').focus({ preventScroll: true });
    }
    for (const card of board.querySelectorAll('td .fiche')) {
      const was = before.get(card.id);
      const moved = !was || was.cell !== card.closest('td').id;
      if (was) glide(card, was.box);
      const gesture = who.get(partnerOf(card));
      if (gesture && (moved || was.text !== plain(card))) flag(card, gesture.first, moved);
    }
    sheet(page, who);
    warn(who);
    marked();
  };

  /* Around the wall: the pocket, chip by chip; what is missing, unless somebody stands in it; the words of an empty frise. */
  function others(page) {
    const tray = document.querySelector('[data-pochette]');
    const chips = (list) => new Map([...list.children].map((item) => [item.querySelector('[data-partenaire]').dataset.partenaire, item]));
    if (tray) {
      const mine = chips(tray), wanted = chips(page.querySelector('[data-pochette]'));
      for (const [partner, item] of mine) {
        if (wanted.has(partner)) continue;
        if (item.contains(document.activeElement)) document.getElementById('a-placer').focus({ preventScroll: true });
        item.remove();
      }
      for (const [partner, item] of wanted) if (!mine.has(partner)) tray.append(document.importNode(item, true));
    }
    const missing = document.querySelector('.manque'), now = page.querySelector('.manque');
    if (missing && now && missing.innerHTML !== now.innerHTML && !missing.contains(document.activeElement)) {
      missing.replaceChildren(...document.importNode(now, true).childNodes);
    }
    const empty = document.querySelector('main > .vide'), still = page.querySelector('main > .vide');
    if (empty && !still) empty.remove();
    else if (still && !empty) document.querySelector('.mur').before(document.importNode(still, true));
  }

  function glide(card, was) {
    if (direct.still()) return;
    const box = card.getBoundingClientRect();
    const x = was.left - box.left, y = was.top - box.top;
    if (!was.width || !box.width || (Math.abs(x) < 2 && Math.abs(y) < 2)) return;
    card.animate([{ transform: `translate(${x}px, ${y}px)`, zIndex: 5 }, { transform: 'none', zIndex: 5 }], { duration: 220, easing: 'cubic-bezier(.2, .7, .2, 1)' })
      .finished.then(() => window.maillage.redrawThreads?.(), () => {});
  }
  function flag(card, first, moved) {
    card.querySelector('.drapeau')?.remove();
    const said = element('p', { class: 'drapeau' }, first);
    card.append(said);
    card.toggleAttribute('data-deplacee', moved);
    setTimeout(() => { said.remove(); card.removeAttribute('data-deplacee'); marked(); }, FLAG);
  }

  /* ---- The sheet: replaced when nothing is being typed in it; otherwise it says that its facts changed ---- */
  const typed = (scope) => [...scope.querySelectorAll('input, textarea, select')].some((field) => (
    field === document.activeElement || (field.type === 'checkbox' || field.type === 'radio' ? field.checked !== field.defaultChecked
      : field.localName === 'select' ? [...field.options].some((option) => option.selected !== option.defaultSelected)
        : field.type !== 'hidden' && field.value !== field.defaultValue)));
  function sheet(page, who) {
    const mine = document.getElementById('volet');
    const fresh = page.querySelector('#volet');
    if (!mine || mine.hidden || !fresh) return;
    const copy = mine.cloneNode(true);
    copy.querySelector('.volet-change')?.remove();
    /* A form's token is another one in each page. */
    const facts = (part) => part.innerHTML.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, '');
    if (facts(copy) === facts(fresh)) return;
    const partner = new URLSearchParams(location.search).get('partenaire');
    const gesture = who.get(partner);
    if (!fresh.childElementCount || typed(mine) || (dialogue?.open && dialogue.querySelector('form')?.dataset.geste === partner)) {
      if (mine.querySelector('.volet-change')) return;
      const see = element('a', { href: location.href, class: 'lien-action', target: '_blank', rel: 'noopener' }, 'Voir la fiche à jour');
      const note = element('p', { class: 'volet-change', role: 'status' }, `${gesture ? gesture.first : 'Quelqu’un'} a changé cette fiche. Ce que vous écrivez est gardé. `, see);
      (mine.querySelector('.volet-tete') || mine.firstElementChild).after(note);
      return;
    }
    const focused = mine.contains(document.activeElement) ? document.activeElement : null;
    const top = mine.scrollTop;
    const open = [...mine.querySelectorAll('details')].map((part) => part.open);
    mine.replaceChildren(...document.importNode(fresh, true).childNodes);
    mine.querySelectorAll('details').forEach((part, n) => { if (open[n]) part.open = true; });
    mine.scrollTop = top;
    if (focused) {
      const same = focused.id ? document.getElementById(focused.id) : focused.href && [...mine.querySelectorAll('a')].find((link) => link.href === focused.href);
      (same || document.getElementById('volet-titre'))?.focus({ preventScroll: true });
    }
  }
  /* A dialogue about a card that has just moved says so, above what is being typed. */
  function warn(who) {
    const form = dialogue?.open && dialogue.querySelector('form');
    const gesture = form && who.get(form.dataset.geste);
    if (!gesture) return;
    form.querySelector('.direct-entretemps')?.remove();
    const see = element('a', { href: `?partenaire=${form.dataset.geste}`, class: 'lien-action', target: '_blank', rel: 'noopener' }, 'Voir');
    form.firstElementChild.after(element('div', { class: 'avis avis-conflit direct-entretemps', role: 'status' }, element('p', {}, `${gesture.said}. Votre saisie est gardée. `, see)));
  }

  /* ---- Who changes what ---- */
  let edited = [];
  function marked() {
    const by = new Map(edited.map(({ what, first }) => [what, first]));
    for (const card of board.querySelectorAll('td .fiche')) {
      const first = by.get(`fiche:${partnerOf(card)}`);
      card.toggleAttribute('data-edition', Boolean(first));
      const flagged = card.querySelector('.drapeau-edition');
      if (!first) flagged?.remove();
      else if (!card.querySelector('.drapeau')) card.append(element('p', { class: 'drapeau drapeau-edition' }, `${first} modifie`));
    }
  }
  /* What this page sends to the walls: what narrows the frise, and whose thread is thick. */
  const button = element('button', { type: 'button', class: 'bouton', hidden: '' }, 'Montrer ceci à l’écran');
  document.querySelector('[data-projeter]')?.after(button);
  button.addEventListener('click', () => {
    direct.showView('board', new URL(location).searchParams.toString())
      .then((response) => window.maillage.say(response.ok ? 'C’est à l’écran.' : 'L’écran n’a pas pu être changé. Réessayez.', !response.ok))
      .catch(() => window.maillage.say('Vous êtes hors ligne\u00a0: l’écran n’a pas changé.', true));
  });
  hooks.here = (list, screens) => {
    edited = list;
    marked();
    button.hidden = !screens || !direct.mayShow;
  };
  if (dialogue) {
    const tell = () => {
      const form = dialogue.open && dialogue.querySelector('form[data-geste]');
      direct.editing(form ? `fiche:${form.dataset.geste}` : '');
    };
    new MutationObserver(tell).observe(dialogue, { attributes: true, attributeFilter: ['open'], childList: true });
    tell();
  }
})();
