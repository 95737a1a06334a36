/* « Copier »: a button shown only where a script can do it; without script the text is selected by hand. */
'use strict';

(() => {
  for (const button of document.querySelectorAll('[data-copier]')) button.hidden = false;

  document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copier]');
    if (!button) return;
    const source = document.getElementById(button.dataset.copier);
    const text = 'value' in source ? source.value : source.textContent;
    try {
      await navigator.clipboard.writeText(text);
      window.maillage.say('C’est copié.');
    } catch {
      /* No right to the clipboard (http, old browser): leave the text selected for Ctrl+C. */
      if ('select' in source) source.select();
      else window.getSelection().selectAllChildren(source);
      window.maillage.say('Le texte est sélectionné\u00a0: copiez-le avec Ctrl+C.');
    }
  });
})();
