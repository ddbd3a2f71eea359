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
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      const value = JSON.parse(text);
      // A name that stands twice, or a number that no other reader takes the same way, would be read differently elsewhere.
      if (text !== `${JSON.stringify(JSON.parse(canonical(value)), null, 1)}\n`)
        blame(path, 'is not written as the product writes it');
      return value;
    } catch {
      blame(path, 'is not JSON');
      return null;
    }
  };
  // The names that the product gives: nothing that two systems could take for different files, or put elsewhere.
  const NAMES = [
    /^(?:manifest|index|derived|export-record)\.json$/,
    /^(?:index|report|CHECK)\.html$/,
    /^(?:SHA256SUMS|HOW-TO-VERIFY\.txt|LIMITS\.txt)$/,
    /^records\/[a-z]+\.json$/,
    /^anchors\/\d+\.tsr$/,
    /^(?:originals|reference|archive)\/\d+-[0-9a-f]{12}\.[a-z0-9]{1,5}$/,
    /^(?:derived|masked)\/\d+-[a-z]+\.[a-z0-9]{1,5}$/,
    /^answers\/\d+\.[a-z0-9]{1,5}$/,
  ];
  for (const path of files.keys())
    if (!NAMES.some((one) => one.test(path))) blame(path, 'is no name that the product gives');
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
  const seats = new Set();
  for (const { seat, entries: list } of excerpts) {
    if (seats.has(seat)) blame('records/chain.json', `seat ${seat} has two chains`);
    seats.add(seat);
    if (list[0] && 'what' in list[0] && (list[0].n === 1) !== (list[0].prev === null))
      blame('records/chain.json', `seat ${seat}: its first entry is not linked`);
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
        latest = entry.what === 'clock-went-back' ? at : Math.max(latest, at);
        entries.push(entry);
      }
      before = entry;
    }
  }

  // The running numbers of the case's own entries: one that is missing was left out, unless a tombstone says that it was emptied.
  const names = new Set([manifest?.claim]);
  for (const name of names)
    for (const entry of entries)
      if (entry.what === 'claims-joined' && entry.subject === name) names.add(String(entry.data.from));
  for (const { seat, entries: list, stones = [] } of excerpts) {
    const gone = [];
    for (const { hash, ...body } of stones)
      if ((await sha256(canonical(body))) === hash) gone.push(...(body.data.emptied?.[seat] ?? []));
    for (const name of names) {
      let next = 1;
      let from = 0;
      for (const entry of list) {
        const nth = 'what' in entry && entry.subject.split('#')[0] === name ? entry.data.nth : undefined;
        if (nth === undefined) continue;
        const emptied = list.filter(
          ({ n, what }) =>
            !what && n > from && n < entry.n && gone.some(([first, last]) => first <= n && n <= last),
        ).length;
        if (nth < next || nth - next > emptied)
          blame(
            'records/chain.json',
            `seat ${seat}: an entry of the case is missing before entry ${entry.n}`,
          );
        next = nth + 1;
        from = entry.n;
      }
    }
  }

  const KEPT = ['evidence-kept', 'evidence-attached', 'evidence-repaired'];
  const kept = entries.filter(({ what }) => KEPT.includes(what));
  // What stands among the originals is one, whatever else is said of it.
  const isOriginal = ({ kind, path }) => kind === 'original' || path.startsWith('originals/');
  for (const file of fileList.filter(isOriginal)) {
    const mine = kept.filter(({ data }) => data.sha256 === file.sha256);
    if (mine.length === 0) blame(file.path, 'the log never kept a photo of this hash');
    else if (!mine.some(({ at }) => Math.abs(Date.parse(at) - Date.parse(file.capturedAt)) <= 900000))
      blame(file.path, 'the log kept it at another time than manifest.json says');
  }
  const index = parse('index.json');
  const items = Array.isArray(index?.items) ? index.items : [];
  const listed = new Set(items.map(({ sha256: one }) => one));
  // What follows the claim's key stays when claims are joined.
  const tail = (subject) => subject.slice(subject.lastIndexOf('#') + 1);
  const dropped = new Set(
    entries.filter(({ what }) => what === 'evidence-withdrawn').map(({ subject }) => tail(subject)),
  );
  // Each seat's newest entry of a kind: clocks of two machines are not held against each other.
  const newest = (isOne) => [...new Map(entries.filter(isOne).map((one) => [one.seat, one])).values()];
  for (const { subject, data } of kept)
    if (!listed.has(data.sha256) && !dropped.has(tail(subject)))
      blame('index.json', `photo ${data.sha256} was kept and is not listed`);
  for (const [i, item] of items.entries()) {
    if (item.no !== i + 1) blame('index.json', `number ${item.no} stands in place ${i + 1}`);
    if (item.attached === false) {
      if (item.path !== '') blame('index.json', `number ${item.no} is listed as not attached, and is there`);
      else if (item.leftOut)
        notes.push(
          `number ${item.no}: the seller covered parts and left the original out; its hash is listed`,
        );
      else if (item.kind === 'original') notes.push(`number ${item.no} is listed and not attached`);
      continue;
    }
    if (item.leftOut) blame(item.path, 'is listed as left out, and is there');
    if (item.kind === 'original' && !kept.some(({ data }) => data.sha256 === item.sha256))
      blame(item.path, 'the log never kept a photo of this hash');
    const file = fileList.find(({ path }) => path === item.path);
    if (file?.sha256 !== item.sha256 || file?.size !== item.size)
      blame(item.path, 'is not the file that the index describes');
  }
  // What the seller left out keeps its hash, and it is the one of the log: else anything could be handed in later.
  const plain = (list) => canonical(list.map(({ no, sha256: one }) => ({ no, hash: one })));
  const leftOut = Array.isArray(manifest?.leftOut) ? manifest.leftOut : [];
  if (plain(leftOut) !== plain(items.filter((item) => item.leftOut)))
    blame('index.json', 'lists other originals as left out than manifest.json');
  for (const { no, kind, sha256: one } of leftOut)
    if (kind === 'original' && !kept.some(({ data }) => data.sha256 === one))
      blame('manifest.json', `number ${no} was left out, and the log never kept a photo of its hash`);

  const claim = parse('records/claim.json');
  const versions = entries.filter(({ what }) => what === 'claim-seen' || what === 'claim-changed');
  const MASKED = ['buyer', 'reason', 'description'];
  const fits = async (shown, salts, entry) => {
    const logged = entry?.data.fields;
    if (!logged) return 'old';
    for (const field of Object.keys(logged)) {
      if (!salts[field]) {
        // Only what a buyer wrote, and who they are, is ever masked; all else comes with its proof.
        if (!MASKED.includes(field) || !/\*|""/.test(JSON.stringify(shown[field] ?? 0))) return field;
        continue;
      }
      if ((await sha256(`${salts[field]}\n${canonical(shown[field] ?? null)}`)) !== logged[field])
        return field;
    }
    for (const field of Object.keys(salts)) if (!logged[field]) return field;
    return null;
  };
  if (claim) {
    const lasts = newest(({ what }) => what === 'claim-seen' || what === 'claim-changed');
    const last = lasts[0];
    if (!last) blame('records/claim.json', 'the log does not know this claim');
    const answers = [];
    for (const one of lasts) answers.push(await fits(claim.claim, claim.salts ?? {}, one));
    const open = answers.includes(null) ? null : answers.includes('old') ? 'old' : answers[0];
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
    // A photo that was withdrawn or put back makes a version with the fields of the one before.
    const moved = entries.filter(({ what }) => what === 'evidence-withdrawn' || what === 'evidence-restored');
    const isAt = (version) => (entry) => Date.parse(entry.at) === Date.parse(version.at);
    for (const version of claim.versions ?? []) {
      const logged = versions.filter(isAt(version));
      const before = versions.filter(({ at }) => Date.parse(at) < Date.parse(version.at));
      const mine =
        logged.length === 0 && moved.some(isAt(version))
          ? [...new Map(before.map((one) => [one.seat, one])).values()]
          : logged;
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
  const judged = newest(({ what }) => what === 'verdict-changed');
  const isFit = ({ seat, n, data }) =>
    data.to === findings?.verdict?.verdict ||
    entries.some((one) => one.what === 'claims-joined' && one.seat === seat && one.n > n);
  if (judged.length > 0 && findings?.verdict && !judged.some(isFit))
    blame('records/findings.json', 'the verdict is not the one in the log');

  // Time stamps: entries lead to a digest by their paths, and an authority signed the digest with its time.
  const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (two) => Number.parseInt(two, 16));
  const joined = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));
  const digest = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const anchors = files.has('records/anchors.json') ? (parse('records/anchors.json') ?? []) : [];
  const covered = new Set();
  for (const { digest: root, seat, token, proofs } of anchors) {
    for (const { n, path } of proofs) {
      const entry = entries.find((one) => one.seat === seat && one.n === n);
      let at = entry && (await digest(joined([0], fromHex(entry.hash))));
      for (const [side, other] of at ? path : [])
        at = await digest(
          side === 'left' ? joined([1], fromHex(other), at) : joined([1], at, fromHex(other)),
        );
      if (!at || hex(at) !== root)
        blame('records/anchors.json', `entry ${n} is not the one that was time-stamped`);
      else covered.add(`${seat} ${n}`);
    }
    const bytes = files.get(token);
    const said = bytes ? await tokenOf(bytes) : null;
    if (!said) blame(token, 'is not a timestamp token');
    else if (said.imprint !== root) blame(token, 'is about something else');
    else if (said.signature === 'no') blame(token, 'its signature does not fit');
    else
      notes.push(
        `${proofs.length} log entries existed at the latest on ${said.genTime}, says "${said.authority}"` +
          (said.signature === 'yes'
            ? ` (certificate SHA-256 ${said.certificate}: compare it with the one that the authority publishes)`
            : '; its signature cannot be checked by this page: use openssl ts -verify'),
      );
  }
  if (anchors.length > 0)
    for (const file of fileList.filter(isOriginal))
      if (!kept.some(({ data, seat, n }) => data.sha256 === file.sha256 && covered.has(`${seat} ${n}`)))
        notes.push(`${file.path} is covered by no time stamp`);
  if (anchors.length > 0 && covered.size < entries.length)
    notes.push(`${entries.length - covered.size} log entries are covered by no time stamp`);

  return { bad, notes, counts: { files: files.size, items: items.length, entries: entries.length } };
}

/**
 * A timestamp token (RFC 3161): { imprint, genTime, authority, certificate, signature: 'yes' | 'no' | 'unknown' }; null for
 * what is none. `unknown` where the browser has no such algorithm or the certificate is not inside.
 */
async function tokenOf(bytes) {
  const hex = (part) => [...part].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const kids = (content) => {
    const list = [];
    for (let at = 0; at < content.length; ) {
      let length = content[at + 1];
      let start = at + 2;
      if (length >= 0x80) {
        const count = length & 0x7f;
        if (count === 0 || count > 4) return [];
        length = 0;
        for (let i = 0; i < count; i += 1) length = length * 256 + content[start + i];
        start += count;
      }
      if (!(start + length <= content.length)) return [];
      list.push({
        tag: content[at],
        content: content.subarray(start, start + length),
        raw: content.subarray(at, start + length),
      });
      at = start + length;
    }
    return list;
  };
  const of = (node) => kids(node?.content ?? new Uint8Array());
  const oid = (node) => (node?.tag === 6 ? hex(node.content) : '');
  const outer = of(kids(bytes)[0]);
  const isAnswer = outer[0]?.tag === 0x30;
  // An authority that refused (PKIStatus beyond 1) vouches for nothing, whatever stands behind its answer.
  if (isAnswer && !['00', '01'].includes(hex(of(outer[0])[0]?.content ?? []))) return null;
  const info = isAnswer ? of(outer[1]) : outer;
  const fields = of(of(info[1])[0]);
  // Signed data about a time stamp, and nothing else that somebody once signed.
  const TST_INFO = '2a864886f70d0109100104';
  if (oid(info[0]) !== '2a864886f70d010702' || oid(of(fields[2])[0]) !== TST_INFO) return null;
  const content = of(of(fields[2])[1])[0]?.content;
  const tst = content && of(kids(content)[0]);
  const [algorithm, hashed] = of(tst?.[2]);
  const HASHES = {
    '608648016503040201': 'SHA-256',
    '608648016503040202': 'SHA-384',
    '608648016503040203': 'SHA-512',
  };
  const time = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(
    new TextDecoder('latin1').decode(tst?.[4]?.content ?? new Uint8Array()),
  );
  if (!hashed || HASHES[oid(of(algorithm)[0])] !== 'SHA-256' || !time) return null;
  const said = {
    imprint: hex(hashed.content),
    genTime: `${time[1]}-${time[2]}-${time[3]} ${time[4]}:${time[5]}:${time[6]} UTC`,
    authority: '?',
    certificate: '',
    signature: 'unknown',
  };
  const signers = of(fields.at(-1));
  const certificates = of(fields.find(({ tag }) => tag === 0xa0));
  if (signers.length !== 1) return { ...said, signature: 'no' };
  const parts = of(signers[0]);
  const attributes = parts.find(({ tag }) => tag === 0xa0);
  const [signatureAlgorithm, signature] = parts.slice(parts.indexOf(attributes) + 1);
  const [issuer, serial] = of(parts[1]);
  const certificate = certificates.find(({ content: inner }) => {
    const own = of(kids(inner)[0]).filter(({ tag }) => tag !== 0xa0);
    return (
      own[0] && hex(own[0].content) === hex(serial?.content ?? []) && hex(own[2].raw) === hex(issuer.raw)
    );
  });
  if (!certificate || !attributes || !signature) return said;
  const own = of(kids(certificate.content)[0]).filter(({ tag }) => tag !== 0xa0);
  const names = of(own[4]).flatMap((set) => of(set).map(of));
  const name = names.find(([id]) => oid(id) === '550403') ?? names.find(([id]) => oid(id) === '55040a');
  said.authority = name ? new TextDecoder().decode(name[1].content).slice(0, 200) : '?';
  said.certificate = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', certificate.raw)));
  const hash = HASHES[oid(of(parts[2])[0])];
  if (!hash) return said;
  const digest = of(attributes)
    .map(of)
    .find(([id]) => oid(id) === '2a864886f70d010904');
  const expected = hex(new Uint8Array(await crypto.subtle.digest(hash, content)));
  if (hex(of(digest?.[1])[0]?.content ?? []) !== expected) return { ...said, signature: 'no' };
  const signedType = of(attributes)
    .map(of)
    .find(([id]) => oid(id) === '2a864886f70d010903');
  if (oid(of(signedType?.[1])[0]) !== TST_INFO) return { ...said, signature: 'no' };
  // A certificate for this purpose (RFC 3161, 2.3), and valid at the token's time.
  const extensions = of(kids(certificate.content)[0]).find(({ tag }) => tag === 0xa3);
  const purpose = of(of(extensions)[0])
    .map(of)
    .find(([id]) => oid(id) === '551d25');
  const purposes = of(kids(purpose?.at(-1)?.content ?? new Uint8Array())[0]).map(oid);
  const moment = ({ tag, content: text }) => {
    const digits = new TextDecoder('latin1').decode(text).replace(/Z$/, '');
    // UTCTime has two digits of the year (RFC 5280, 4.1.2.5.1).
    return tag === 0x17 ? `${digits.slice(0, 2) < '50' ? '20' : '19'}${digits}` : digits;
  };
  const [from, to] = of(own[3]).map(moment);
  const at = time.slice(1, 7).join('');
  if (!purposes.includes('2b06010505070308') || !(from <= at && at <= to))
    return { ...said, signature: 'no' };
  const toSign = attributes.raw.slice();
  toSign[0] = 0x31;
  const [kind, curve] = of(of(own[5])[0]);
  const CURVES = {
    '2a8648ce3d030107': ['P-256', 32],
    '2b81040022': ['P-384', 48],
    '2b81040023': ['P-521', 66],
  };
  const BY = {
    '2a864886f70d010101': hash,
    '2a864886f70d01010b': 'SHA-256',
    '2a864886f70d01010c': 'SHA-384',
    '2a864886f70d01010d': 'SHA-512',
    '2a8648ce3d040302': 'SHA-256',
    '2a8648ce3d040303': 'SHA-384',
    '2a8648ce3d040304': 'SHA-512',
  };
  const by = BY[oid(of(signatureAlgorithm)[0])];
  if (!by) return said;
  let answer = null;
  try {
    if (oid(kind) === '2a864886f70d010101') {
      const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: by };
      const key = await crypto.subtle.importKey('spki', own[5].raw, rsa, false, ['verify']);
      answer = await crypto.subtle.verify(rsa.name, key, signature.content, toSign);
    } else if (CURVES[oid(curve)]) {
      const [namedCurve, size] = CURVES[oid(curve)];
      const plain = new Uint8Array(2 * size);
      for (const [i, { content: number }] of kids(kids(signature.content)[0].content).entries()) {
        const digits = number[0] === 0 ? number.subarray(1) : number;
        plain.set(digits, (i + 1) * size - digits.length);
      }
      const key = await crypto.subtle.importKey('spki', own[5].raw, { name: 'ECDSA', namedCurve }, false, [
        'verify',
      ]);
      answer = await crypto.subtle.verify({ name: 'ECDSA', hash: by }, key, plain, toSign);
    }
  } catch {
    // A key or signature that this browser cannot take: nothing is said about it.
  }
  return { ...said, signature: answer === null ? 'unknown' : answer ? 'yes' : 'no' };
}
