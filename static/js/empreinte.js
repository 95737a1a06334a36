/* The SHA-256 of a chosen file, summed here and sent in its place: the file stays on the machine. Where a browser cannot
   (http, old browser, file too large to be held), the form sends the file as it does without script. */
'use strict';

(() => {
  const MOST = 30_000_000;
  if (!window.crypto?.subtle) return;

  for (const form of document.querySelectorAll('form[data-empreinte]')) {
    const chosen = form.elements.namedItem('file');
    const summed = form.elements.namedItem('summed');
    const note = form.querySelector('[data-empreinte-note]');
    note.hidden = false;
    /* The promise holds for what is summed here; a file too large is sent, and refused by its size. */
    chosen.addEventListener('change', () => {
      note.hidden = chosen.files[0]?.size > MOST;
    });

    form.addEventListener('submit', async (event) => {
      const file = chosen.files[0];
      summed.value = '';
      if (!file || file.size > MOST) return;
      event.preventDefault();
      try {
        const digest = await window.crypto.subtle.digest('SHA-256', await file.arrayBuffer());
        summed.value = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
        chosen.disabled = true;
      } catch {
        /* The file changed since it was chosen, or cannot be read: the answer of the server says what to do. */
      }
      form.submit();
    });

    /* Back to this page from the answer: the file may be chosen again. */
    window.addEventListener('pageshow', () => {
      chosen.disabled = false;
    });
  }
})();
