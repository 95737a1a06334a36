/* What every page shares: notices that can be closed, menus that close, errors that are told. No inline code anywhere. */
'use strict';

/* On a phone the tabs are a strip to slide: the page that is open shows in it. */
for (const tab of document.querySelectorAll('.onglet[aria-current]')) {
  const strip = tab.closest('.onglets');
  strip.scrollLeft = tab.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
}

/* A form came back: the keyboard starts from what is to be mended. */
const refused = document.querySelector('main [aria-invalid="true"], main [role="alert"]');
if (refused) {
  if (refused.matches('[role="alert"]')) refused.tabIndex = -1;
  refused.focus();
}

document.addEventListener('click', (event) => {
  const close = event.target.closest('[data-fermer]');
  if (close) close.closest('[data-avis]').remove();
  for (const menu of document.querySelectorAll('[data-menu][open]')) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const menu = event.target.closest('[data-menu][open]');
  if (menu) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
});

/* Say something in the one status region of the page. Text only. */
function say(text, conflict) {
  const notice = document.createElement('div');
  notice.className = conflict ? 'avis avis-conflit' : 'avis';
  notice.setAttribute('data-avis', '');
  const sentence = document.createElement('p');
  sentence.textContent = text;
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'avis-fermer';
  close.setAttribute('data-fermer', '');
  close.textContent = 'Fermer';
  notice.append(sentence, close);
  document.getElementById('avis').replaceChildren(notice);
  /* Behind an open dialogue nothing is read: what went wrong is told in it too. */
  const form = conflict && document.querySelector('dialog:modal form:not([method="dialog"])');
  if (form) {
    form.querySelector('[data-avis-dialogue]')?.remove();
    const told = document.createElement('p');
    told.className = 'avis avis-conflit';
    told.setAttribute('role', 'alert');
    told.setAttribute('data-avis-dialogue', '');
    told.textContent = text;
    form.prepend(told);
  }
}
window.maillage = Object.assign(window.maillage || {}, { say });

const REFUSALS = {
  401: 'Votre session est terminée. Connectez-vous dans un autre onglet, puis recommencez\u00a0: rien de ce que vous avez saisi n’est effacé.',
  403: 'Votre rôle ne permet pas ce geste.',
  404: 'Cet élément n’existe plus. Rechargez la page.',
  405: 'Ce geste n’est pas possible ici.',
  413: 'C’est trop gros pour être envoyé.',
};

document.addEventListener('htmx:after:request', (event) => {
  const status = event.detail.ctx.response?.status;
  if (status >= 500) say('Le serveur n’a pas pu répondre. Votre saisie est encore là\u00a0: réessayez.', true);
  else if (REFUSALS[status]) say(REFUSALS[status], true);
});

document.addEventListener('htmx:error', () => {
  say('Le serveur ne répond pas. Rien n’a été envoyé\u00a0; votre saisie est encore là.', true);
});
