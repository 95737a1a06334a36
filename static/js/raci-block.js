/* Several cells of the RACI at once: a row (Maj+Espace) or a block (Maj+arrows) is chosen, copied, emptied; a block copied
   from a spreadsheet is pasted after its preview. Both go through the address of the pasted block: one gesture, one undo. */
'use strict';

(() => {
  const raci = window.maillage.raci;
  if (!raci) return;
  const { frame, grid, editable, heads, rows, last, lettersOf, isCell, rowId, columnId, words, announce, make, go } = raci;
  let chosen = null;  /* {top, bottom, left, right, from}: places of the rows and columns, both ends included */

  /* ---- Choosing ---- */
  const linesOf = (block) => rows.slice(block.top, block.bottom + 1).map((row) => [...row.cells].slice(block.left, block.right + 1));
  function clear() {
    if (!chosen) return;
    for (const cell of linesOf(chosen).flat()) cell.removeAttribute('aria-selected');
    chosen = null;
  }
  function choose(from, to) {
    clear();
    const ends = [rows.indexOf(from.parentElement), rows.indexOf(to.parentElement)], sides = [from.cellIndex, to.cellIndex];
    chosen = { top: Math.min(...ends), bottom: Math.max(...ends), left: Math.min(...sides), right: Math.max(...sides), from };
    for (const cell of linesOf(chosen).flat()) cell.setAttribute('aria-selected', 'true');
  }
  function chooseRow(cell) {
    choose(cell.parentElement.cells[1], cell.parentElement.cells[last]);
    announce(`Ligne choisie\u00a0: ${raci.rowName(cell)}, ${count(last)}`);
  }
  function extend(cell, event) {
    const from = chosen ? chosen.from : cell;
    const next = raci.target(cell, event);
    const to = isCell(next) ? next : cell;
    if (to !== cell) go(to);
    choose(from, to);
    const lines = chosen.bottom - chosen.top + 1, columns = chosen.right - chosen.left + 1;
    announce(`${count(lines * columns)} choisie${lines * columns > 1 ? 's' : ''}, jusqu’à ${raci.place(to)}`);
  }
  const count = (cells) => `${cells} case${cells > 1 ? 's' : ''}`;
  raci.keys.push((cell, event) => {
    const { key, shiftKey } = event;
    const command = event.ctrlKey || event.metaKey;
    if (event.altKey && shiftKey && /^Arrow/.test(key) && editable) { move(cell, key); return true; }
    if (event.altKey) return false;
    if (command && !shiftKey && /^[dr]$/i.test(key) && editable) { fill(cell, key.toLowerCase() === 'd'); return true; }
    if (key === ' ' && shiftKey) chooseRow(cell);
    else if (shiftKey && /^(Arrow|Home|End)/.test(key)) extend(cell, event);
    else if (key === 'Escape' && chosen) { clear(); raci.tell(cell, true); }
    else if ((key === 'Delete' || key === 'Backspace') && chosen && editable) empty(cell);
    else return false;
    return true;
  });
  grid.addEventListener('focusin', clear);
  grid.addEventListener('pointerdown', clear);
  grid.setAttribute('aria-multiselectable', 'true');

  /* ---- Emptying: one gesture, which brings the page back with its notice ---- */
  function empty(cell) {
    const cells = linesOf(chosen).flat();
    clear();
    if (!cells.some(lettersOf)) { announce('Ces cases sont déjà vides.'); return; }
    raci.later(() => {
      const changes = cells.filter(lettersOf).map((one) => [rowId(one), columnId(one), lettersOf(one), ''].join('\t'));
      if (changes.length) send({ changes: changes.join('\n') }, cell);
    });
  }
  /* ---- Filling: the first line of the block down, or its first column to the right; one cell takes its neighbour's letters ---- */
  function fill(cell, down) {
    if (!chosen) {
      const row = rows.indexOf(cell.parentElement), source = down ? row > 0 && rows[row - 1].cells[cell.cellIndex] : cell.cellIndex > 1 && cell.parentElement.cells[cell.cellIndex - 1];
      if (source) raci.write(cell, lettersOf(source));
      return;
    }
    const lines = linesOf(chosen), { from } = chosen;
    clear();
    raci.later(() => {
      const changes = lines.flatMap((line, n) => line.map((one, k) => [rowId(one), columnId(one), lettersOf(one), lettersOf(down ? lines[0][k] : lines[n][0])]));
      const wanted = changes.filter((change) => change[2] !== change[3]);
      if (wanted.length) send({ changes: wanted.map((change) => change.join('\t')).join('\n'), geste: 'recopie' }, from);
      else announce('Ces cases ont déjà ces rôles.');
    });
  }

  /* ---- Moving the row or the column under the focus: a gesture that brings the page back ---- */
  function move(cell, key) {
    const sense = { ArrowUp: 'haut', ArrowDown: 'bas', ArrowLeft: 'gauche', ArrowRight: 'droite' }[key];
    const isRow = sense === 'haut' || sense === 'bas';
    const page = isRow ? `activites/${rowId(cell)}/deplacer/` : `colonnes/${columnId(cell)}/deplacer/`;
    if (!isRow && cell.cellIndex === 1) { announce('La structure porteuse reste la première.'); return; }
    const shown = isRow ? [] : heads.slice(1, last + 1).map((head) => head.id.slice(2));
    raci.later(() => raci.submit(raci.beside(page), { sens: sense, o: shown }, cell));
  }

  const send = (fields, cell) => raci.submit(raci.beside('coller/'), fields, cell);

  /* ---- Copy and paste ---- */
  document.addEventListener('copy', (event) => {
    const cell = document.activeElement;
    if (!isCell(cell) || !getSelection().isCollapsed) return;
    const lines = chosen ? linesOf(chosen) : [[cell]];
    event.clipboardData.setData('text/plain', lines.map((line) => line.map(lettersOf).join('\t')).join('\n'));
    event.preventDefault();
    const copied = lines.flat().length;
    announce(copied > 1 ? `${count(copied)} copiées` : `Copié\u00a0: ${words(lettersOf(cell))}`);
  });
  document.addEventListener('paste', (event) => {
    if (!editable || !isCell(document.activeElement)) return;
    event.preventDefault();
    const cell = chosen ? rows[chosen.top].cells[chosen.left] : document.activeElement;
    const text = event.clipboardData.getData('text/plain') || tableText(event.clipboardData.getData('text/html'));
    const typed = text.trim().toUpperCase();
    const one = Object.keys(raci.WORDS).find((letters) => letters.toUpperCase() === typed) || typed;
    if (!/[\t\n\r]/.test(text.replace(/[\r\n]+$/, '')) && (one === '' || one in raci.WORDS)) raci.write(cell, one);
    else preview(cell, text);
  });
  /* A table copied as HTML alone (a web page, a word processor): read where nothing of it can run, as a spreadsheet says it. */
  function tableText(html) {
    const bare = html.replace(/<style[\s\S]*?<\/style>/gi, '').replace(/\sstyle\s*=\s*("[^"]*"|'[^']*')/gi, '');  /* the CSP would report them */
    const lines = [...new DOMParser().parseFromString(bare, 'text/html').querySelectorAll('tr')];
    return lines.map((line) => [...line.cells].map((one) => one.textContent.trim().replace(/\s+/g, ' ')).join('\t')).join('\n');
  }
  const pasting = editable && make('dialog', { class: 'dialogue raci-coller', 'aria-labelledby': 'raci-coller-titre' },
    '<h2 id="raci-coller-titre">Ce que le bloc change</h2><div data-apercu></div>');
  async function preview(cell, text) {
    const fields = new URLSearchParams({ activity: rowId(cell), partnership: columnId(cell), text, next: location.pathname + location.search });
    for (const head of heads.slice(1, last + 1)) fields.append('o', head.id.slice(2));
    let response;
    try {
      response = await raci.post(raci.beside('coller/'), fields);
    } catch (error) {
      window.maillage.say('Le serveur ne répond pas. Rien n’est collé.', true);
      return;
    }
    if (![200, 422].includes(response.status)) { window.maillage.say(raci.REFUSED[response.status] || 'Rien n’est collé. Rechargez la page.', true); return; }
    pasting.querySelector('[data-apercu]').innerHTML = await response.text();
    pasting.addEventListener('close', () => go(cell), { once: true });
    pasting.showModal();
    pasting.querySelector('[type="submit"], [data-fermer-dialogue]')?.focus();
  }
  if (pasting) {
    pasting.addEventListener('submit', () => raci.leave(raci.current));
    pasting.addEventListener('click', (event) => {
      if (!event.target.closest('[data-fermer-dialogue]')) return;
      event.preventDefault();
      pasting.close();
    });
  }
})();
