/*
 * Checks an unpacked evidence package in any browser, without a network: the page that carries this text gives it the files.
 * Plain JavaScript without imports, so that a reader can read the whole of it. `check(files)` takes a Map from path to
 * Uint8Array and answers { bad: [[path, why]], notes: [why], counts }.
 */
// biome-ignore lint/correctness/noUnusedVariables: called by the page that carries this text
async function check(files) {
  const bad = [];
  const notes = [];
  const blame = (path, why) => bad.push([path, why]);
  const utf8 = new TextEncoder();
  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const sha256 = async (bytes) =>
    hex(
      new Uint8Array(
        await crypto.subtle.digest('SHA-256', typeof bytes === 'string' ? utf8.encode(bytes) : bytes),
      ),
    );
  const canonical = (value) => {
    if (Array.isArray(value)) return `[${value.map((one) => canonical(one ?? null)).join(',')}]`;
    if (value !== null && typeof value === 'object')
      return `{${Object.keys(value)
        .sort()
        .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
        .join(',')}}`;
    return JSON.stringify(value);
  };
  const parse = (path) => {
    const bytes = files.get(path);
    if (!bytes) {
      blame(path, 'is missing');
      return null;
    }
    try {
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    } catch {
      blame(path, 'is not JSON');
      return null;
    }
  };
  const OUTSIDE = ['SHA256SUMS', 'export-record.json', 'manifest.json'];

  const record = parse('export-record.json');
  if (record) {
    const text = new TextDecoder().decode(files.get('export-record.json'));
    const blank = text.replace(String(record.recordSha256), '0'.repeat(64));
    if ((await sha256(blank)) !== record.recordSha256)
      blame('export-record.json', 'its own hash does not fit');
    for (const [path, expected] of [
      ['manifest.json', record.manifestSha256],
      ['SHA256SUMS', record.sumsSha256],
    ])
      if (!files.has(path) || (await sha256(files.get(path))) !== expected)
        blame(path, 'its hash is not the one in export-record.json');
  }

  const manifest = parse('manifest.json');
  const named = new Set(OUTSIDE);
  const fileList = Array.isArray(manifest?.files) ? manifest.files : [];
  if (manifest && canonical([...(manifest.outside ?? [])].sort()) !== canonical(OUTSIDE))
    blame('manifest.json', 'leaves other files out than its own three');
  for (const file of fileList) {
    if (named.has(file.path)) blame(file.path, 'is named twice');
    named.add(file.path);
    const bytes = files.get(file.path);
    if (!bytes) blame(file.path, 'is missing');
    else if (bytes.length !== file.size || (await sha256(bytes)) !== file.sha256)
      blame(file.path, 'its hash is not the one in manifest.json');
  }
  for (const path of files.keys())
    if (!named.has(path)) blame(path, 'was added: manifest.json does not name it');

  const sums = new TextDecoder().decode(files.get('SHA256SUMS') ?? new Uint8Array());
  const summed = new Set();
  for (const line of sums.trimEnd().split('\n')) {
    const [, hash, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (!path) blame('SHA256SUMS', `unreadable line: ${line.slice(0, 80)}`);
    else {
      summed.add(path);
      if (!files.has(path) || (await sha256(files.get(path))) !== hash)
        blame(path, 'its hash is not the one in SHA256SUMS');
    }
  }
  for (const { path } of fileList) if (!summed.has(path)) blame(path, 'is not in SHA256SUMS');

  const excerpts = parse('records/chain.json') ?? [];
  const entries = [];
  for (const { seat, entries: list } of excerpts) {
    let before = null;
    let latest = -Infinity;
    for (const entry of list) {
      if (before && entry.n !== before.n + 1)
        blame('records/chain.json', `seat ${seat}: gap before entry ${entry.n}`);
      if ('what' in entry) {
        const { hash, ...body } = entry;
        if (entry.seat !== seat || (await sha256(canonical(body))) !== hash)
          blame('records/chain.json', `seat ${seat}: entry ${entry.n} does not fit its hash`);
        if (before && entry.prev !== before.hash)
          blame('records/chain.json', `seat ${seat}: entry ${entry.n} is not linked`);
        const at = Date.parse(entry.at);
        if (at < latest - 900000 && entry.what !== 'clock-went-back')
          blame('records/chain.json', `seat ${seat}: time runs back at entry ${entry.n}`);
        latest = Math.max(latest, at);
        entries.push(entry);
      }
      before = entry;
    }
  }

  const KEPT = ['evidence-kept', 'evidence-attached', 'evidence-repaired'];
  const kept = entries.filter(({ what }) => KEPT.includes(what));
  for (const file of fileList.filter(({ kind }) => kind === 'original')) {
    const mine = kept.filter(({ data }) => data.sha256 === file.sha256);
    if (mine.length === 0) blame(file.path, 'the log never kept a photo of this hash');
    else if (!mine.some(({ at }) => Math.abs(Date.parse(at) - Date.parse(file.capturedAt)) <= 900000))
      blame(file.path, 'the log kept it at another time than manifest.json says');
  }
  const index = parse('index.json');
  const items = Array.isArray(index?.items) ? index.items : [];
  const listed = new Set(items.map(({ sha256: one }) => one));
  const dropped = new Set(
    entries.filter(({ what }) => what === 'evidence-withdrawn').map(({ subject }) => subject),
  );
  for (const { subject, data } of kept)
    if (!listed.has(data.sha256) && !dropped.has(subject))
      blame('index.json', `photo ${data.sha256} was kept and is not listed`);
  for (const [i, item] of items.entries()) {
    if (item.no !== i + 1) blame('index.json', `number ${item.no} stands in place ${i + 1}`);
    if (item.attached === false) continue;
    const file = fileList.find(({ path }) => path === item.path);
    if (file?.sha256 !== item.sha256 || file?.size !== item.size)
      blame(item.path, 'is not the file that the index describes');
  }

  const claim = parse('records/claim.json');
  const versions = entries.filter(({ what }) => what === 'claim-seen' || what === 'claim-changed');
  const fits = async (shown, salts, entry) => {
    const logged = entry?.data.fields;
    if (!logged) return 'old';
    for (const field of Object.keys(logged)) {
      if (!salts[field]) continue;
      if ((await sha256(`${salts[field]}\n${canonical(shown[field] ?? null)}`)) !== logged[field])
        return field;
    }
    for (const field of Object.keys(salts)) if (!logged[field]) return field;
    return null;
  };
  if (claim) {
    const last = versions.at(-1);
    if (!last) blame('records/claim.json', 'the log does not know this claim');
    const open = last && (await fits(claim.claim, claim.salts ?? {}, last));
    if (open === 'old')
      notes.push('the claim was logged by an older version: its fields are not bound one by one');
    else if (open) blame('records/claim.json', `${open}: not what the log holds`);
    if (
      last &&
      !versions.some(
        ({ what, at }) => what === 'claim-seen' && Date.parse(at) === Date.parse(claim.firstSeenAt),
      )
    )
      blame('records/claim.json', 'the log first saw the claim at another time');
    for (const version of claim.versions ?? []) {
      const mine = versions.filter(({ at }) => Date.parse(at) === Date.parse(version.at));
      if (mine.length === 0) blame('records/claim.json', `version of ${version.at}: not logged`);
      const results = [];
      for (const entry of mine) results.push(await fits(version.claim, version.salts ?? {}, entry));
      if (mine.length > 0 && !results.some((one) => one === null || one === 'old'))
        blame('records/claim.json', `version of ${version.at}: ${results[0]} is not what the log holds`);
    }
  }
  const rowHash = ({ v: _v, answeredAt: _answered, ...rest }) => sha256(canonical(rest));
  const bound = async (path, rows, whats) => {
    const mine = entries.filter(({ what }) => whats.includes(what));
    const hashes = await Promise.all(rows.map(rowHash));
    const old = mine.filter(({ data }) => data.row === undefined).length;
    if (old > 0) notes.push(`${path}: ${old} entries of an older version hold no hash of their row`);
    for (const [i, hash] of hashes.entries())
      if (!mine.some(({ data }) => data.row === hash) && old === 0)
        blame(path, `${whats[0]} of ${rows[i].at}: not what the log holds`);
    for (const { data, n } of mine)
      if (data.row !== undefined && !hashes.includes(data.row))
        blame(path, `what entry ${n} logged is not there`);
  };
  await bound('records/claim.json', claim?.decisions ?? [], ['decided']);
  await bound('records/claim.json', claim?.payments ?? [], ['money-paid', 'money-recovered']);
  const requests = parse('records/requests.json') ?? [];
  await bound('records/requests.json', requests, ['evidence-requested']);
  const answered = entries.filter(({ what }) => what === 'request-answered').map(({ at }) => Date.parse(at));
  for (const one of requests)
    if (one.answeredAt && !answered.includes(Date.parse(one.answeredAt)))
      blame('records/requests.json', `answer of ${one.answeredAt}: not logged`);
  const findings = parse('records/findings.json');
  const judged = entries.filter(({ what }) => what === 'verdict-changed').at(-1);
  const joinedLater = judged && entries.some(({ what, n }) => what === 'claims-joined' && n > judged.n);
  if (judged && findings?.verdict && !joinedLater && findings.verdict.verdict !== judged.data.to)
    blame('records/findings.json', 'the verdict is not the one in the log');

  return { bad, notes, counts: { files: files.size, items: items.length, entries: entries.length } };
}
