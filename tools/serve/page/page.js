'use strict';
(() => {

// ---- small helpers ---------------------------------------------------------------------------------------------------

const $ = id => document.getElementById(id);

/** An element with properties and children; texts are never taken for markup. */
function make(tag, properties = {}, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(properties)) {
		if (value === undefined || value === null || value === false) continue;
		if (name === 'data') Object.assign(element.dataset, value);
		else if (name in element && name !== 'list' && name !== 'role') element[name] = value;
		else element.setAttribute(name, value === true ? '' : value);
	}
	element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
	return element;
}

const number = new Intl.NumberFormat('en');
const count = (n, one, many = one + 's') => number.format(n) + ' ' + (n === 1 ? one : many);

/** Where a code's own vocabulary shows it. */
const ADDRESSES = {
	MONDO: code => 'https://monarchinitiative.org/' + code,
	MESH: code => 'https://meshb.nlm.nih.gov/record/ui?ui=' + code.slice(5),
	NCBIGene: code => 'https://www.ncbi.nlm.nih.gov/gene/' + code.slice(9),
	HP: code => 'https://hpo.jax.org/browse/term/' + code,
	OMIM: code => 'https://omim.org/entry/' + code.slice(5),
	DOID: code => 'https://disease-ontology.org/?id=' + code,
	CHEBI: code => 'https://www.ebi.ac.uk/chebi/searchId.do?chebiId=' + code,
	HGNC: code => 'https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/' + code,
	PHARMGKB: code => 'https://www.pharmgkb.org/chemical/' + code.slice(9),
};
const vocabulary = code => code.slice(0, code.indexOf(':'));

function codeLink(code) {
	const address = ADDRESSES[vocabulary(code)];
	return address && /^[A-Za-z]+:[A-Za-z0-9_.-]+$/.test(code)
		? make('a', {className: 'code', href: address(code), target: '_blank', rel: 'noopener noreferrer'}, code)
		: make('span', {className: 'code'}, code);
}
const codeList = codes => make('ul', {className: 'codes'}, codes.map(code => make('li', {}, codeLink(code))));

// ---- the service -----------------------------------------------------------------------------------------------------

let token = '', asking = null;

/** Asks for the token once, whoever else waits for it. */
function askToken() {
	asking = asking || new Promise(resolve => {
		const dialog = $('ask-token');
		dialog.addEventListener('close', () => { token = $('token').value; asking = null; resolve(); }, {once: true});
		dialog.showModal();
	});
	return asking;
}

async function ask(path, options = {}) {
	for (;;) {
		const sent = token;
		const headers = {...options.headers, ...(sent && {Authorization: 'Bearer ' + sent})};
		const answer = await fetch(path, {...options, headers, cache: 'no-store'});
		if (answer.ok) return answer;
		if (answer.status === 401) {
			if (sent === token) await askToken();
			if (!token) throw new Error('a token is needed');
			continue;
		}
		let message = answer.statusText;
		try {
			const {error} = await answer.json();
			message = error.message + (error.where ? ' (' + error.where + ')' : '');
		} catch { /* the status has to do */ }
		throw new Error(message);
	}
}

function save(blob, name) {
	const link = make('a', {href: URL.createObjectURL(blob), download: name});
	document.body.append(link);
	link.click();
	link.remove();
	setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/**
 * A function that runs one call at a time and, if it was called meanwhile, once more: so every key may ask, and the last text always
 * gets its answer.
 */
function latest(run) {
	let busy = false, again = false;
	return async function call() {
		if (busy) { again = true; return; }
		busy = true;
		do {
			again = false;
			await run();
		} while (again);
		busy = false;
	};
}

// ---- tabs ------------------------------------------------------------------------------------------------------------

const tabs = [...document.querySelectorAll('[role=tab]')];

function openTab(tab, focus) {
	for (const t of tabs) {
		const on = t === tab;
		t.setAttribute('aria-selected', on);
		t.tabIndex = on ? 0 : -1;
		$(t.getAttribute('aria-controls')).hidden = !on;
	}
	if (focus) tab.focus();
}
tabs.forEach((tab, i) => {
	tab.addEventListener('click', () => openTab(tab));
	tab.addEventListener('keydown', event => {
		const to = {ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: tabs.length - 1}[event.key];
		if (to !== undefined) { event.preventDefault(); openTab(tabs.at(to % tabs.length), true); }
	});
});

// ---- what a mention says ---------------------------------------------------------------------------------------------

const STATUS = {
	positive: '+', negative: '\u2212', weak: '(+)', equivocal: '\u00B1', high: '\u2191', low: '\u2193', normal: 'n', abnormal: '!',
	mutated: 'mut', 'wild-type': 'wt', wild_type: 'wt', amplified: 'amp', deleted: 'del', rearranged: 'rearr', not_detected: '\u2212',
	'not-detected': '\u2212', stopped: 'stopped', not_given: 'not given', 'not-given': 'not given',
};

/** The number that was measured, as words. */
function valueText(value) {
	if (!value) return '';
	if (typeof value !== 'object') return String(value);
	const range = value.from !== undefined && value.to !== undefined ? value.from + '\u2013' + value.to : undefined;
	const amount = value.text ?? range ?? value.number;
	return [value.comparator && value.comparator !== '=' ? value.comparator : '', amount ?? '', value.unit || ''].filter(x => x !== '').join(' ');
}

/** [word to show, class, word to filter by] for all that the text says of a mention. */
function contextOf(mention) {
	const c = mention.context || {}, said = [];
	if (c.negated && !/^(negative|not.detected)$/.test(mention.status)) said.push(['negated', 'negated', 'negated']);
	if (c.certainty && c.certainty !== 'certain') said.push([c.certainty, 'possible', c.certainty]);
	if (c.temporality && c.temporality !== 'current') said.push([c.temporality, 'past', c.temporality]);
	if (c.experiencer && c.experiencer !== 'patient') said.push([c.experiencer, 'family', c.experiencer]);
	if (c.allergy || (c.cues || []).some(cue => cue.says === 'allergy')) said.push(['allergy', 'past', 'allergy']);
	const status = mention.status || mention.status_by_range || (mention.sign === '+' ? 'positive' : mention.sign === '-' ? 'negative' : '');
	if (status) said.push([status.replace(/[_-]/g, ' '), 'finding', status]);
	const value = valueText(mention.value);
	if (value) said.push([value, 'amount', 'value']);
	return said;
}
const contextTags = mention => contextOf(mention).map(([word, kind]) => make('span', {className: 'tag ' + kind}, word));

const WAYS = {
	case: 'upper and lower case differ',
	plural: 'one is a singular, a plural or a possessive',
	spelling: 'the two are spelt in another way (tumour, tumor)',
	derived: 'one is the adjective of the other',
	order: 'the words stand in another order',
	hyphen: 'a hyphen, a space or nothing stand for one another',
	numeral: 'a number is written in another way (II, 2)',
	synonym: 'a word stands for another that names use for the same (renal, kidney)',
	line: 'a line breaks inside the name',
	fold: 'accents, ligatures or forms of letters differ',
	abbreviation: 'it is a short form that the text defines',
	coordination: 'a part of the name stands elsewhere in an enumeration',
	greek: 'a Greek letter stands for its name',
	effect: 'the text says that a drug did it',
	words: 'one has a word that the other lacks',
	typing: 'a typing error is mended',
};

/** Why it is there: the trace, in words. */
function traceOf(text, mention, abbreviations) {
	const steps = [], by = mention.by || [];
	const said = mention.spans ? mention.spans.map(s => text.slice(s.start, s.end)).join(' \u2026 ') : text.slice(mention.start, mention.end);
	steps.push(['The text says ', make('q', {}, said), '.']);
	const short = abbreviations && abbreviations[mention.abbreviation];
	if (short) steps.push([make('q', {}, short.short), ' was defined as ', make('q', {}, short.long), '.']);
	for (const way of by) if (WAYS[way] && way !== 'abbreviation') steps.push([WAYS[way][0].toUpperCase() + WAYS[way].slice(1) + '.']);
	const release = mention.release ? ' ' + mention.release : '';
	steps.push([by.length ? 'That is ' : 'So it stands in the dictionary: ', make('q', {}, mention.matched), ', ',
		(/^[aeiou]/.test(mention.scope) ? 'an ' : 'a ') + mention.scope + ' name in ' + mention.source + release + '.']);
	for (const m of mention.mappings || []) steps.push([m.code + ' is reached from ' + m.via + ' (' + m.predicate + ').']);
	if (mention.retired) steps.push([mention.retired + ' is retired; these codes have replaced it.']);
	if (mention.rolled_up) steps.push(['It counts under ' + mention.rolled_up + ', ' + mention.rolled_up_name + '.']);
	return make('ol', {}, steps.map(step => make('li', {}, step)));
}

// ---- the text tab ----------------------------------------------------------------------------------------------------

const EXAMPLES = {
	'A discharge summary': `DISCHARGE SUMMARY

A 7-year-old boy with three weeks of fever, pallor and bone pain. His maternal aunt had breast cancer; his grandfather has type 2 diabetes. He has mild asthma and uses inhaled salbutamol as needed. No known drug allergy.

Labs: WBC 84.6 x10^9/L, Hb 7.1 g/dL, platelets 22 x10^9/L, LDH 3,410 U/L, ferritin 1,870 ng/mL. There was severe thrombo-
cytopenia, but no evidence of disseminated intravascular coagulation (DIC).

Flow cytometry: T-cell acute lymphoblastic leukemia (T-ALL); CD3, CD7 and TdT positive; CD10, CD20 and CD79a negative. Neither BCR::ABL1 nor a KMT2A rearrangement was found.

He was given vincristine, dexamethasone, daunorubicin and pegaspargase, with allopurinol to prevent tumour lysis syndrome. Possible sepsis on day 9. No CNS leukaemia.`,
	'An abstract': `Imatinib in chronic myeloid leukemia and gastrointestinal stromal tumours

Chronic myeloid leukemia (CML) is driven by BCR::ABL1. Imatinib, a tyrosine kinase inhibitor, also acts on KIT and PDGFRA and is used in gastrointestinal stromal tumours (GIST). We compared imatinib with nilotinib and dasatinib in 412 patients with CML. Nilotinib was associated with peripheral arterial disease and hyperglycaemia, dasatinib with pleural effusion. Hepatitis B, C and E were excluded. Breast, lung and ovarian cancers occurred in 11 patients.`,
	'A pathology report': `Core biopsy, left breast: invasive ductal carcinoma, grade 2.
ER positive (90 %), PR+ , HER2 negative (IHC 1+), Ki-67 25 %. E-cadherin retained. PD-L1 CPS 12.
NGS: PIK3CA H1047R mutation; TP53 wild type; no BRCA1 or BRCA2 variant. MSI-high not detected.
No lymphovascular invasion. Cannot exclude ductal carcinoma in situ. History of melanoma.`,
};

const state = {
	text: '', mentions: [], abbreviations: [], file: null, shown: -1, sort: 'start', down: false, off: new Set(), parts: [], seconds: 0,
};
const field = $('text'), backdrop = $('backdrop');

/** Options of the request, as a query. */
function query(more = {}) {
	const all = new URLSearchParams(more);
	for (const [id, name] of [['vocabulary', 'vocabulary'], ['within', 'within'], ['overlap', 'overlap'], ['wanted', 'types']]) {
		if ($(id).value.trim()) all.set(name, $(id).value.trim());
	}
	if ($('generic').checked) all.set('keep-generic', 'true');
	const written = all.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');
	return written ? '?' + written : '';
}

const visible = m => !state.off.has(m.type) && (!$('by-vocabulary').value || m.codes.some(c => vocabulary(c) === $('by-vocabulary').value)) &&
	(!$('by-context').value || ($('by-context').value === 'none' ? !contextOf(m).length : contextOf(m).some(c => c[2] === $('by-context').value)));
const spansOf = m => m.spans || [m];

/** The text in pieces that are each in the same mentions, cues and values. */
function pieces(text, mentions) {
	const edges = new Map([[0, []], [text.length, []]]), edge = at => edges.get(at) || edges.set(at, []).get(at);
	const put = (start, end, what) => {
		if (start < end && end <= text.length) { edge(start).push([1, what]); edge(end).push([-1, what]); }
	};
	mentions.forEach((m, i) => {
		spansOf(m).forEach((s, k, all) => put(s.start, s.end, {mention: i, last: k === all.length - 1, length: m.end - m.start}));
		if (m.value && m.value.start !== undefined) put(m.value.start, m.value.end, {value: true});
		for (const cue of (m.context && m.context.cues) || []) put(cue.start, cue.end, {cue: i});
	});
	const places = [...edges.keys()].sort((a, b) => a - b), open = new Set(), out = [];
	places.forEach((at, k) => {
		for (const [step, what] of edges.get(at)) if (step < 0) open.delete(what);
		for (const [step, what] of edges.get(at)) if (step > 0) open.add(what);
		if (k + 1 < places.length) out.push({start: at, end: places[k + 1], open: [...open]});
	});
	return out;
}

function markOf(piece, text) {
	const inside = piece.open.filter(w => w.mention !== undefined).sort((a, b) => a.length - b.length);
	const chosen = inside.find(w => visible(state.mentions[w.mention]));
	if (!chosen) {
		const kind = piece.open.some(w => w.value) ? 'value' : piece.open.some(w => w.cue === state.shown && state.shown >= 0) ? 'cue' : '';
		return kind ? make('span', {className: kind}, text) : text;
	}
	const m = state.mentions[chosen.mention], said = contextOf(m);
	const status = said.find(s => s[1] === 'finding');
	const ends = chosen.last && piece.end === spansOf(m).at(-1).end;
	const signed = status && ends && !(m.sign && !m.status);
	return make('mark', {
		className: [m.type, ...said.map(s => s[1]), signed ? 'sign' : '', inside.some(w => w.mention === state.shown) ? 'shown' : ''].join(' '),
		data: {mention: chosen.mention, ...(signed && {sign: STATUS[status[2]] || status[0]})},
	}, text);
}

function paint() {
	state.parts = pieces(state.text, state.mentions);
	backdrop.replaceChildren(...state.parts.map(piece => markOf(piece, state.text.slice(piece.start, piece.end))), '\u200B\n');
}

/** Until the answer is there, marks move with the text that was typed. */
function shift(before, after) {
	let head = 0, tail = 0;
	const most = Math.min(before.length, after.length);
	while (head < most && before[head] === after[head]) head++;
	while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
	const end = before.length - tail, by = after.length - before.length;
	const move = s => s.end <= head ? s : s.start >= end ? {...s, start: s.start + by, end: s.end + by} : null;
	return state.mentions.map(m => {
		const moved = move(m), spans = m.spans && m.spans.map(move);
		if (!moved || (spans && spans.includes(null))) return null;
		const value = m.value && m.value.start !== undefined ? move(m.value) : m.value;
		const cues = m.context && m.context.cues && m.context.cues.map(move).filter(Boolean);
		return {...moved, ...(spans && {spans}), ...(m.value && {value: value || undefined}), ...(cues && {context: {...m.context, cues}})};
	}).filter(Boolean);
}

const tag = latest(async () => {
	const text = field.value;
	if (!text.trim() && !state.file) {
		take(text, {mentions: [], abbreviations: []}, 0);
		return;
	}
	if (state.file) return;
	const before = performance.now();
	try {
		const answer = await ask('tag' + query({offsets: 'utf16', format: 'json'}),
			{method: 'POST', body: text, headers: {'Content-Type': 'text/plain; charset=utf-8'}});
		const found = await answer.json();
		if (field.value === text) take(text, found, performance.now() - before);
	} catch (error) {
		say(error.message, true);
	}
});

function take(text, found, milliseconds) {
	const held = state.mentions[state.shown];
	state.text = text;
	state.mentions = found.mentions;
	state.abbreviations = found.abbreviations;
	state.seconds = milliseconds;
	state.shown = held ? found.mentions.findIndex(m => m.start === held.start && m.codes[0] === held.codes[0]) : -1;
	paint();
	tell();
	clearTimeout(state.rest);
	state.rest = setTimeout(() => { choices(); table(); card(); curl(); }, 40); // the marks come first
}

function say(message, bad) {
	$('status').replaceChildren(make('span', {className: bad ? 'bad' : ''}, message));
}

function tell() {
	const entities = new Set(state.mentions.map(m => m.codes[0]));
	if (!state.text.trim()) { say('Nothing yet.'); return; }
	const parts = [count(state.mentions.length, 'mention'), count(entities.size, 'concept'), count(state.text.length, 'character')];
	if (state.seconds) parts.push(state.seconds < 10 ? state.seconds.toFixed(1) + ' ms' : Math.round(state.seconds) + ' ms');
	$('status').replaceChildren(...parts.map(part => make('span', {}, part)));
}

// ---- filters and the table -------------------------------------------------------------------------------------------

/* TYPES is written before this file when the program is built, from dictionaries/type-names.tsv. */
const toggles = Object.fromEntries(Object.entries(TYPES).map(([type, {caption, usual}]) => {
	const button = make('button', {className: type, 'aria-pressed': 'true', hidden: !usual}, caption + ' ', make('b', {}, '0'));
	button.addEventListener('click', () => {
		state.off.has(type) ? state.off.delete(type) : state.off.add(type);
		button.setAttribute('aria-pressed', !state.off.has(type));
		paint();
		table();
	});
	return [type, button];
}));
$('types').append(...Object.values(toggles));

function fill(select, words, none) {
	const was = select.value;
	select.replaceChildren(make('option', {value: ''}, 'all'), ...(none ? [make('option', {value: 'none'}, 'none said')] : []),
		...words.map(word => make('option', {value: word}, word.replace(/_/g, ' '))));
	select.value = [...select.options].some(o => o.value === was) ? was : '';
}

function choices() {
	for (const [type, {usual}] of Object.entries(TYPES)) {
		const found = state.mentions.filter(m => m.type === type).length;
		toggles[type].lastChild.textContent = found;
		toggles[type].hidden = !usual && !found;
	}
	fill($('by-vocabulary'), [...new Set(state.mentions.flatMap(m => m.codes.map(vocabulary)))].sort());
	fill($('by-context'), [...new Set(state.mentions.flatMap(m => contextOf(m).map(c => c[2])))].sort(), true);
}

const KEYS = {
	start: m => m.start, type: m => m.type, name: m => m.name.toLowerCase(), code: m => m.codes[0],
	context: m => contextOf(m).map(c => c[0]).join(' ') || '\uFFFF',
};

function row(m, i) {
	const go = make('button', {className: 'go'}, state.text.slice(m.start, m.end).replace(/\s+/g, ' ') + (m.sign || ''));
	go.addEventListener('click', () => show(i, true));
	return make('tr', {role: 'row', className: m.type + (i === state.shown ? ' shown' : '')},
		make('td', {role: 'cell'}, go), make('td', {role: 'cell'}, make('span', {className: 'type'}, m.type)), make('td', {role: 'cell'}, m.name),
		make('td', {role: 'cell'}, m.codes.slice(0, 3).map(codeLink), m.codes.length > 3 ? '+' + (m.codes.length - 3) : ''),
		make('td', {role: 'cell'}, contextTags(m)));
}

function table() {
	const wanted = $('find').value.trim().toLowerCase();
	const has = m => !wanted || [state.text.slice(m.start, m.end), m.name, ...m.codes].some(t => t.toLowerCase().includes(wanted));
	const key = KEYS[state.sort], rows = state.mentions.map((m, i) => [m, i]).filter(([m]) => visible(m) && has(m));
	rows.sort(([a, i], [b, k]) => {
		const x = key(a), y = key(b);
		return (x < y ? -1 : x > y ? 1 : i - k) * (state.down ? -1 : 1);
	});
	$('mentions').tBodies[0].replaceChildren(...rows.map(([m, i]) => row(m, i)));
	$('mentions').hidden = !rows.length;
	$('none').hidden = rows.length > 0;
	$('none').textContent = state.mentions.length ? 'No mention is left by these filters.'
		: state.text.trim() ? 'No disease, drug or marker was found.' : 'What is found in the text is listed here.';
}

for (const button of document.querySelectorAll('th button')) {
	button.addEventListener('click', () => {
		state.down = state.sort === button.dataset.by ? !state.down : false;
		state.sort = button.dataset.by;
		for (const b of document.querySelectorAll('th button')) b.parentNode.removeAttribute('aria-sort');
		button.parentNode.setAttribute('aria-sort', state.down ? 'descending' : 'ascending');
		table();
	});
}
for (const id of ['by-vocabulary', 'by-context']) $(id).addEventListener('change', () => { paint(); table(); });
$('find').addEventListener('input', table);

// ---- the card --------------------------------------------------------------------------------------------------------

const SAMPLES = [['disease', 'asthma', 'disease'], ['drug', 'aspirin', 'drug'], ['marker', 'CD10', 'marker']];

function legend() {
	return [make('h2', {}, 'What stands in it'),
		make('p', {}, 'Diseases, drugs and markers of the text are marked, each with its codes. Put the cursor into a mark to see them, and why it is there.'),
		make('ul', {className: 'legend'}, SAMPLES.map(([type, word, name]) => make('li', {className: type}, make('span', {className: 'swatch'}, word), name)),
			make('li', {}, make('span', {className: 'tag negated'}, 'negated'), 'the text denies it'),
			make('li', {}, make('span', {className: 'tag possible'}, 'possible'), 'it is not certain'),
			make('li', {}, make('span', {className: 'tag family'}, 'family'), 'somebody else has it'),
			make('li', {}, make('span', {className: 'tag past'}, 'historical'), 'it was before'))];
}

function facts(m) {
	const c = m.context || {}, out = [];
	const tags = contextTags(m);
	if (tags.length || m.section) {
		out.push(make('h3', {}, 'What the text says of it'));
		if (tags.length) out.push(make('p', {}, tags));
		for (const cue of c.cues || []) out.push(make('p', {}, make('q', {}, state.text.slice(cue.start, cue.end)), ' says ' + cue.says + '.'));
		const v = m.value;
		if (v && (v.low !== undefined || v.high !== undefined)) {
			out.push(make('p', {}, 'The reference range is ' + (v.low ?? 'up') + ' to ' + (v.high ?? 'any') + (m.status_by_range ? ', so it is ' + m.status_by_range : '') + '.'));
		}
		if (m.section) out.push(make('p', {}, 'It stands in the section ', make('q', {}, m.section.replace(/_/g, ' ')), '.'));
	}
	return out;
}

function card() {
	const m = state.mentions[state.shown], box = $('card');
	box.className = 'card ' + (m ? m.type : '');
	if (!m) { box.replaceChildren(...legend()); return; }
	const all = state.mentions.map((x, i) => [x, i]).filter(([x]) => x.codes[0] === m.codes[0]).map(([, i]) => i), at = all.indexOf(state.shown);
	const turn = (label, to, sign) => {
		const button = make('button', {className: 'button', 'aria-label': label}, sign);
		button.addEventListener('click', () => show((to + state.mentions.length) % state.mentions.length, true));
		return button;
	};
	const open = make('button', {className: 'button'}, 'Its place in the tree');
	open.addEventListener('click', () => { openTab($('tab-concepts'), true); concept(m.codes[0]); });
	box.replaceChildren(
		make('p', {className: 'kind'}, m.type), make('h2', {}, m.name), codeList(m.codes), ...facts(m),
		make('h3', {}, 'Why it is there'), traceOf(state.text, m, state.abbreviations),
		make('p', {}, open),
		make('div', {className: 'turn'}, turn('Previous mention', state.shown - 1, '\u2190'),
			make('span', {className: 'note'}, all.length > 1 ? (at + 1) + ' of ' + all.length + ' mentions' : 'the only mention'),
			turn('Next mention', state.shown + 1, '\u2192')));
}

/** Shows a mention's card, and with `go` its place in the text. */
function show(i, go) {
	state.shown = i;
	paint();
	table();
	card();
	const m = state.mentions[i];
	if (go && m) {
		const mark = backdrop.querySelector('mark.shown'), box = $('editor');
		if (mark) {
			box.scrollTop += mark.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 2.5;
			if (innerWidth > 992) box.scrollIntoView({block: 'nearest'});
			else $('card').scrollIntoView({block: 'nearest'});
		}
		field.setSelectionRange(m.start, m.start);
	}
}

/** The shortest mention at a place that shows. */
function mentionAt(place) {
	let best = -1;
	state.mentions.forEach((m, i) => {
		const inside = spansOf(m).some(s => s.start <= place && place <= s.end);
		if (inside && visible(m) && (best < 0 || m.end - m.start < state.mentions[best].end - state.mentions[best].start)) best = i;
	});
	return best;
}

function follow() {
	if (document.activeElement !== field || field.selectionStart !== field.selectionEnd || state.text !== field.value) return;
	const at = mentionAt(field.selectionStart);
	if (at !== state.shown) show(at);
}
document.addEventListener('selectionchange', follow);
field.addEventListener('keyup', follow);
field.addEventListener('click', follow);
field.addEventListener('mousemove', event => {
	const over = document.elementsFromPoint(event.clientX, event.clientY).find(e => e.tagName === 'MARK');
	field.style.cursor = over ? 'pointer' : '';
	field.title = over ? state.mentions[over.dataset.mention].name : '';
});

// ---- texts: typed, dropped, examples ---------------------------------------------------------------------------------

function edited() {
	state.file = null;
	state.mentions = shift(state.text, field.value);
	state.text = field.value;
	state.shown = Math.min(state.shown, state.mentions.length - 1);
	paint();
	tag();
}
field.addEventListener('input', edited);

function put(text) {
	field.value = text.replace(/\r\n?/g, '\n');
	state.shown = -1;
	state.mentions = [];
	edited();
	$('editor').scrollTop = 0;
}
$('examples').append(...Object.entries(EXAMPLES).map(([name, text]) => {
	const button = make('button', {}, name);
	button.addEventListener('click', () => put(text));
	return button;
}));
$('clear').addEventListener('click', () => { put(''); field.focus(); });
for (const id of ['vocabulary', 'within', 'overlap', 'wanted', 'generic']) $(id).addEventListener('change', () => { tag(); curl(); });

/** Plain text goes into the field; other formats are for the service to read, and are taken away as files. */
async function open(file) {
	const plain = /\.(txt|text|md|log)$/i.test(file.name) || file.type === 'text/plain' || (!file.type && !/\.[a-z]+$/i.test(file.name));
	if (plain) {
		put(await file.text());
		return;
	}
	put('');
	state.file = file;
	say(file.name + ': ' + number.format(file.size) + ' bytes.');
	try {
		const answer = await ask('tag' + query({format: 'jsonl', id: file.name}), {method: 'POST', body: file, headers: {'Content-Type': 'application/octet-stream'}});
		const lines = (await answer.text()).split('\n').filter(Boolean).map(line => JSON.parse(line));
		const found = lines.reduce((sum, d) => sum + (d.mentions ? d.mentions.length : 0), 0);
		say(file.name + ': ' + count(lines.length, 'document') + ' with ' + count(found, 'mention') + '. Download them below.');
	} catch (error) {
		say(file.name + ': ' + error.message, true);
	}
	curl();
}
$('file').addEventListener('change', event => { if (event.target.files[0]) open(event.target.files[0]); event.target.value = ''; });
$('drop').addEventListener('dragover', event => { event.preventDefault(); $('drop').classList.add('over'); });
$('drop').addEventListener('dragleave', () => $('drop').classList.remove('over'));
$('drop').addEventListener('drop', event => {
	$('drop').classList.remove('over');
	if (event.dataTransfer.files[0]) { event.preventDefault(); open(event.dataTransfer.files[0]); }
});

// ---- taking it away --------------------------------------------------------------------------------------------------

const body = () => state.file || new Blob([field.value], {type: 'text/plain; charset=utf-8'});
const bodyType = () => state.file ? 'application/octet-stream' : 'text/plain; charset=utf-8';

for (const button of document.querySelectorAll('[data-format]')) {
	button.addEventListener('click', async () => {
		try {
			const name = state.file ? state.file.name.replace(/\.[^.]*$/, '') : 'report';
			const answer = await ask('tag' + query({format: button.dataset.format, id: name}), {method: 'POST', body: body(), headers: {'Content-Type': bodyType()}});
			save(await answer.blob(), name + '.' + button.dataset.suffix);
		} catch (error) {
			say(error.message, true);
		}
	});
}

const quoted = text => "'" + text.replaceAll("'", "'\\''") + "'";

function curl() {
	const short = !state.file && field.value.trim() && field.value.length < 120 && !field.value.includes('\n');
	const what = short ? quoted(field.value) : '@' + (state.file ? quoted(state.file.name) : 'report.txt');
	$('curl').textContent = 'curl -s ' + quoted(new URL('tag', location.href).href + query()) +
		(state.file ? '' : " -H 'Content-Type: text/plain'") + (token ? " -H 'Authorization: Bearer TOKEN'" : '') + ' --data-binary ' + what;
}
$('copy').addEventListener('click', async () => {
	try {
		await navigator.clipboard.writeText($('curl').textContent);
	} catch {
		const range = document.createRange();
		range.selectNodeContents($('curl'));
		getSelection().removeAllRanges();
		getSelection().addRange(range);
		document.execCommand('copy');
	}
	$('copy').textContent = 'Copied';
	setTimeout(() => { $('copy').textContent = 'Copy'; }, 1500);
});

// ---- the terms tab ---------------------------------------------------------------------------------------------------

const TERM_EXAMPLES = {
	Diagnoses: 'type II diabetes\nacute lymphoblastic leukaemia\ncancer of the lung\nheart failure with reduced ejection fraction\nALL (acute lymphoblastic leukemia)',
	'Typing errors': 'astma\nrheumatoid arthritis, seropostive\nhypertenson\nosteosarcomma',
	Drugs: 'imatinib 400 mg tablet\nacetylsalicylic acid\nco-trimoxazole\nTylenol',
};
let termAnswer = [];

const termQuery = more => {
	const all = new URLSearchParams({top: $('top').value, ...more});
	if ($('term-vocabulary').value.trim()) all.set('vocabulary', $('term-vocabulary').value.trim());
	return '?' + all;
};
const askTerms = more => ask('normalize' + termQuery(more), {method: 'POST', body: $('terms').value.replace(/\n+$/, ''), headers: {'Content-Type': 'text/plain; charset=utf-8'}});

function termRow(term, c, first) {
	const why = c && [make('q', {}, c.matched), ', ' + c.scope + ', ' + c.source + (c.by.length ? ': ' + c.by.join(', ') : '')];
	const meter = c && make('meter', {min: 0, max: 1, low: 0.6, high: 0.895, optimum: 1, value: c.score, 'aria-label': 'score'});
	return make('tr', {role: 'row', className: (c ? c.type : '') + (first ? ' first' : '')}, make('td', {role: 'cell', className: 'term'}, first ? term : ''),
		make('td', {role: 'cell', className: 'rated'}, c ? [make('span', {className: 'score'}, c.score.toFixed(2)), meter] : '\u2013'),
		make('td', {role: 'cell'}, c ? c.name : 'nothing is like it'), make('td', {role: 'cell'}, c ? c.codes.slice(0, 3).map(codeLink) : ''),
		make('td', {role: 'cell', className: 'why'}, c ? why : ''));
}

const normalize = latest(async () => {
	const lines = $('terms').value.trim();
	if (!lines) { termAnswer = []; termTable(); return; }
	const before = performance.now();
	try {
		termAnswer = await (await askTerms({format: 'json'})).json();
		$('terms-status').replaceChildren(make('span', {}, count(termAnswer.length, 'term')),
			make('span', {}, termAnswer.filter(t => t.candidates.length).length + ' found'), make('span', {}, Math.round(performance.now() - before) + ' ms'));
		termTable();
	} catch (error) {
		$('terms-status').replaceChildren(make('span', {className: 'bad'}, error.message));
	}
});

function termTable() {
	$('candidates').tBodies[0].replaceChildren(...termAnswer.filter(t => t.term.trim()).flatMap(t =>
		t.candidates.length ? t.candidates.map((c, i) => termRow(t.term, c, i === 0)) : [termRow(t.term, null, true)]));
	$('candidates').hidden = !termAnswer.length;
	$('no-terms').hidden = termAnswer.length > 0;
	if (!termAnswer.length) $('terms-status').textContent = 'Nothing yet.';
}
$('term-examples').append(...Object.entries(TERM_EXAMPLES).map(([name, text]) => {
	const button = make('button', {}, name);
	button.addEventListener('click', () => { $('terms').value = text; normalize(); });
	return button;
}));
$('terms').addEventListener('input', normalize);
for (const id of ['top', 'term-vocabulary']) $(id).addEventListener('change', normalize);
for (const button of document.querySelectorAll('[data-terms]')) {
	button.addEventListener('click', async () => {
		try {
			save(await (await askTerms({format: button.dataset.terms})).blob(), 'terms.' + button.dataset.suffix);
		} catch (error) {
			$('terms-status').replaceChildren(make('span', {className: 'bad'}, error.message));
		}
	});
}

// ---- the concepts tab ------------------------------------------------------------------------------------------------

const box = $('search'), hits = $('hits');
let chosen = -1;

function closeHits() {
	hits.hidden = true;
	chosen = -1;
	box.setAttribute('aria-expanded', 'false');
	box.removeAttribute('aria-activedescendant');
}

function choose(to) {
	const all = [...hits.children];
	chosen = (to + all.length) % all.length;
	all.forEach((hit, i) => hit.setAttribute('aria-selected', i === chosen));
	all[chosen].scrollIntoView({block: 'nearest'});
	box.setAttribute('aria-activedescendant', all[chosen].id);
}

const search = latest(async () => {
	const q = box.value.trim();
	if (!q) { closeHits(); return; }
	try {
		const {concepts} = await (await ask('search?' + new URLSearchParams({q}))).json();
		hits.replaceChildren(...concepts.map((c, i) => {
			const hit = make('li', {id: 'hit-' + i, role: 'option', 'aria-selected': 'false', className: c.type, data: {code: c.code}},
				make('span', {}, c.matched, c.matched.toLowerCase() === c.name.toLowerCase() ? '' : make('small', {}, ' ' + c.name)),
				make('span', {className: 'code'}, c.code));
			hit.addEventListener('mousedown', event => { event.preventDefault(); concept(c.code); });
			return hit;
		}));
		chosen = -1;
		hits.hidden = !concepts.length || document.activeElement !== box;
		box.setAttribute('aria-expanded', !hits.hidden);
	} catch (error) {
		wrong(error);
	}
});
box.addEventListener('input', search);
box.addEventListener('blur', closeHits);
box.addEventListener('keydown', event => {
	if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
		if (!hits.hidden) { event.preventDefault(); choose(chosen + (event.key === 'ArrowDown' ? 1 : chosen < 0 ? 0 : -1)); }
	} else if (event.key === 'Enter') {
		const hit = hits.children[hits.hidden ? -1 : Math.max(chosen, 0)];
		const code = /^[\w.]+:\S+$/.test(box.value.trim()) ? box.value.trim() : hit && hit.dataset.code;
		if (code) concept(code);
	} else if (event.key === 'Escape') {
		closeHits();
	}
});

const wrong = error => $('concept').replaceChildren(make('p', {className: 'empty bad', role: 'alert'}, error.message));
const shortConcept = c => {
	const to = make('button', {className: 'to'}, c.name);
	to.addEventListener('click', () => concept(c.code));
	return [to, ' ', make('small', {}, c.code)];
};

/** A child in the tree, which opens to its own children. */
function branch(c) {
	const opener = make('button', {className: 'open', 'aria-expanded': 'false', 'aria-label': 'What is below ' + c.name});
	const item = make('li', {}, opener, ...shortConcept(c));
	opener.addEventListener('click', async () => {
		const inner = item.querySelector('ul');
		const open = opener.getAttribute('aria-expanded') === 'false';
		opener.setAttribute('aria-expanded', open);
		if (inner) { inner.hidden = !open; return; }
		try {
			const {children} = await (await ask('concepts/' + encodeURIComponent(c.code))).json();
			item.append(children.length ? make('ul', {}, children.map(branch)) : make('ul', {}, make('li', {}, make('small', {}, 'nothing below it'))));
		} catch (error) {
			wrong(error);
		}
	});
	return item;
}

/** From the top down to the parents, the concept itself, and what is right below it. */
function tree(c, above) {
	const self = make('ul', {className: above.length ? '' : 'tree'}, make('li', {className: 'self'}, c.name),
		c.children.length ? make('li', {}, make('ul', {}, c.children.map(branch),
			c.totals.children > c.children.length ? make('li', {}, make('small', {}, 'and ' + count(c.totals.children - c.children.length, 'more', 'more'))) : '')) : '');
	let inner = self;
	above.forEach((level, i) => {
		inner = make('ul', {className: i === above.length - 1 ? 'tree' : ''}, ...level.map(p => make('li', {}, ...shortConcept(p))), make('li', {}, inner));
	});
	return inner;
}

/** One way up, nearest first: all parents, then one of those above, and so on. */
async function wayUp(c) {
	const levels = [];
	let at = c.parents;
	for (let i = 0; at.length && i < 8; i++) {
		levels.push(i ? at.slice(0, 1) : at.slice(0, 4));
		at = (await (await ask('concepts/' + encodeURIComponent(at[0].code) + '?limit=4')).json()).parents;
	}
	return levels;
}

async function concept(code) {
	closeHits();
	try {
		const c = await (await ask('concepts/' + encodeURIComponent(code))).json();
		box.value = c.name;
		const above = await wayUp(c);
		$('concept').replaceChildren(make('div', {className: 'concept ' + c.type},
			make('div', {className: 'sheet wide'}, make('p', {className: 'kind'}, [c.type, ...c.also].join(', ')), make('h2', {}, c.name),
				codeList([...new Set([c.code, ...c.codes.filter(l => l.predicate === 'exact').map(l => l.code)])]),
				c.standing !== 'live' ? make('p', {className: 'bad'}, 'Retired' + ((c.successors || []).length ? '; see ' : '.'), (c.successors || []).flatMap(s => [s.name ? shortConcept(s) : s.code, ' '])) : '',
				make('p', {className: 'note'}, c.source + (c.release ? ', ' + c.release : ''))),
			make('div', {className: 'sheet'}, make('h3', {}, 'In the tree'), tree(c, above)),
			make('div', {className: 'sheet'}, make('h3', {}, 'Names'), make('ul', {className: 'names'}, c.names.map(n =>
				make('li', {}, n.name, ' ', make('small', {}, n.scope === 'exact' ? n.source : n.scope + ', ' + n.source)))),
				c.totals.names > c.names.length && c.names.length >= 100 ? make('p', {className: 'note'}, 'and more') : '',
				make('h3', {}, 'Codes elsewhere'), make('ul', {className: 'names'}, c.codes.filter(l => l.via).map(l =>
					make('li', {}, codeLink(l.code), ' ', make('small', {}, l.predicate)))))));
	} catch (error) {
		wrong(error);
	}
}

// ---- the dictionary --------------------------------------------------------------------------------------------------

$('about-open').addEventListener('click', async () => {
	try {
		const d = await (await ask('dictionary')).json();
		$('about-body').replaceChildren(
			make('p', {}, count(d.concepts, 'concept') + ', ' + count(d.names, 'name') + '; loaded ' + d.loaded.replace('T', ' ').replace('Z', ' UTC') + '; ontotag ' + d.version + '.'),
			make('div', {className: 'scroll', tabIndex: 0}, make('table', {}, make('thead', {}, make('tr', {}, ['Source', 'Release', 'Licence', 'Names'].map(t => make('th', {}, t)))),
				make('tbody', {}, d.sources.map(s => make('tr', {}, make('td', {}, s.title || s.id), make('td', {}, s.release), make('td', {}, s.licence), make('td', {}, number.format(s.names))))))));
		$('about').showModal();
	} catch (error) {
		say(error.message, true);
	}
});

(async () => {
	try {
		const d = await (await ask('dictionary')).json();
		$('loaded').textContent = count(d.concepts, 'concept');
	} catch { /* the button says so when it is asked */ }
})();

paint();
choices();
table();
card();
tell();
curl();
termTable();
})();
