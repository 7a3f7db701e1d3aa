import { describe, expect, it } from 'vitest';

import type { JsonValue } from '../messages';
import { createRedactor } from './redactor';

const redacted = (text: string): string => createRedactor().text(text);
const cleaned = (value: JsonValue): JsonValue => createRedactor().value(value);
const pem = (kind: string, body: string, end = `-----END ${kind}-----`): string =>
  `-----BEGIN ${kind}-----\n${body}\n${end}`;

describe('texts', () => {
  it.each([
    ['use sk-proj-abcdefghij0123456789 here', 'use [key 1] here'],
    ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', '[key 1]'],
    ['AKIAIOSFODNN7EXAMPLE and ASIAIOSFODNN7EXAMPLE', '[key 1] and [key 2]'],
    ['ya29.a0AfH6SMBxxxxxxxxxxxxxxxxxxxx', '[key 1]'],
    [
      'https://hooks.slack.com/services/T00/B00/XXXXXXXXXXXX',
      'https://hooks.slack.com/services/[key 1]',
    ],
    ['Authorization: Bearer abcdefghijklmnop.qrs', 'Authorization: Bearer [token 1]'],
    ['eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl', '[token 1]'],
    ['postgres://app:hunter2@db/x', 'postgres://app:[password 1]@db/x'],
    ['postgres://app:p@ssw0rd!!@db/x?by=a', 'postgres://app:[password 1]@db/x?by=a'],
    ['redis://:se/cret@db', 'redis://:[password 1]@db'],
    ['PASSWORD=correct-horse', 'PASSWORD=[password 1]'],
    ['DB_PASSWORD=hunter22xyz', 'DB_PASSWORD=[password 1]'],
    ['export GITHUB_TOKEN=0123456789abcdef', 'export GITHUB_TOKEN=[password 1]'],
    ['OPENAI_API_KEY=0123456789abcdef npm start', 'OPENAI_API_KEY=[password 1] npm start'],
    ['OPENAI_API_KEY=sk-proj-abcdefghij0123456789', 'OPENAI_API_KEY=[key 1]'],
    ['AWS_SECRET_ACCESS_KEY=wJalr/K7MD+bPx', 'AWS_SECRET_ACCESS_KEY=[password 1]'],
    ['Server=db;Password=two words;Port=1', 'Server=db;Password=[password 1];Port=1'],
    ['password: correct horse battery', 'password: [password 1]'],
    ['password: correct horse, user: jo', 'password: [password 1], user: jo'],
    ['The API key is: abc-def', 'The API key is: [password 1]'],
    ['{"password":"two words","n":1}', '{"password":"[password 1]","n":1}'],
    ['{\\"password\\":\\"hunter22xyz\\"}', '{\\"password\\":\\"[password 1]\\"}'],
    [
      '{\\\\\\"token\\\\\\":\\\\\\"abc12345\\\\\\"}',
      '{\\\\\\"token\\\\\\":\\\\\\"[password 1]\\\\\\"}',
    ],
    ['{"password":"quote \\" and more"}', '{"password":"[password 1]"}'],
    ['{"password":12345678}', '{"password":[password 1]}'],
    ['{"authorization":["Basic abc","x y"]}', '{"authorization":["[password 1]","[password 2]"]}'],
    ['{"password":{"value":"hunter22"}}', '{"password":{"value":"[password 1]"}}'],
    ["password: str = 'hunter22'", "password: str = '[password 1]'"],
    ["os.environ['API_KEY'] = 'abc'", "os.environ['API_KEY'] = '[password 1]'"],
    ['secret=[keyring-abc123]', 'secret=[[password 1]]'],
    ['GET /x?token=abcdef0123&n=1', 'GET /x?token=[password 1]&n=1'],
    ['https://x.example/?sig=abcdefghijklmnop%3D', 'https://x.example/?sig=[token 1]'],
    ['Cookie: session=abcdef; other=1', 'Cookie: [password 1]'],
    ['curl -H "X-API-Key: 0123456789" https://x', 'curl -H "X-API-Key: [password 1]" https://x'],
    ['curl -u admin:hunter22 https://x', 'curl -u admin:[password 1] https://x'],
    ['login --password hunter22 --user jo', 'login --password [password 1] --user jo'],
    ['the password is hunter22, so', 'the password is [password 1], so'],
    ['login y password hunter22', 'login y password [password 1]'],
    ['sshpass -p hunter ssh x', 'sshpass -p [password 1] ssh x'],
    ['mysql -u root -phunter db', 'mysql -u root -p[password 1] db'],
    ["CREATE USER jo IDENTIFIED BY 'tiger99';", "CREATE USER jo IDENTIFIED BY '[password 1]';"],
    ["IDENTIFIED BY 'tiger'", "IDENTIFIED BY '[password 1]'"],
    ["IDENTIFIED WITH sha2 BY 'it''s me'", "IDENTIFIED WITH sha2 BY '[password 1]'"],
    ['{"q":"IDENTIFIED BY \\"tiger99\\""}', '{"q":"IDENTIFIED BY \\"[password 1]\\""}'],
    ["create user jo identified by 'tiger'", "create user jo identified by '[password 1]'"],
    [
      "grant all to 'jo'@'h' identified by 'tiger99'",
      "grant all to 'jo'@'h' identified by '[password 1]'",
    ],
    ['USER jo\\nIDENTIFIED\\tBY \\"tiger\\"', 'USER jo\\nIDENTIFIED\\tBY \\"[password 1]\\"'],
    ['{"a":"one\\njo@mail.example.org"}', '{"a":"one\\n[email 1]"}'],
    ['ALTER USER scott IDENTIFIED BY tiger;', 'ALTER USER scott IDENTIFIED BY [password 1];'],
    ['<db:password>hunter</db:password>', '<db:password>[password 1]</db:password>'],
    ['password:\n  hunter\nuser: jo', 'password:\n  [password 1]\nuser: jo'],
    ['api_key: |\n  abc\nuser: jo', 'api_key: |\n  [password 1]\nuser: jo'],
    ['AccountKey=abc+/d==;Suffix=x', 'AccountKey=[password 1];Suffix=x'],
    ['Authorization: AWS4 Credential=a/b, Signature=c', 'Authorization: [password 1]'],
    ['write to jo.do@mail.example.org.', 'write to [email 1].'],
    ['card 4111 1111 1111 1111', 'card [card 1]'],
    ['from 192.168.1.20', 'from [address 1]'],
    ['/home/jo/src and C:\\Users\\jo\\src', '/home/[home 1]/src and C:\\Users\\[home 1]\\src'],
    ['PWD=/home/jo/src', 'PWD=/home/[home 1]/src'],
    [pem('RSA PRIVATE KEY', 'abc'), '[privateKey 1]'],
    [pem('PGP PRIVATE KEY BLOCK', 'Version: 1\n\nabc'), '[privateKey 1]'],
    [pem('EC PRIVATE KEY', 'MIIEow', '(cut)'), '[privateKey 1]\n(cut)'],
    ['a -----BEGIN PRIVATE KEY-----\\nMIIEow\\nAbC="', 'a [privateKey 1]"'],
  ])('takes out %s', (text, expected) => {
    expect(redacted(text)).toBe(expected);
    expect(redacted(expected)).toBe(expected);
  });

  it.each([
    'listens on 127.0.0.1:4318',
    'version 4.1.2',
    'order 4111 1111 1111 1112',
    'max_tokens: 4096, max_output_tokens=100',
    'tokens: 28600 and token_count: 12 and "tokens": ["a", "b"]',
    'next_page_token: CAoQAA, eos_token: "</s>"',
    'time_to_first_token: 0.52',
    'token: 28600',
    '{"token":"Hello","logprob":-0.1}',
    '{"token":{"id":1,"text":"function","logprob":-0.1}}',
    '{"password":{"type":"string","description":"Of the account."}}',
    'password: string',
    'password: str = None',
    'api_key: Optional',
    'password = get_password()',
    'apiKey: process.env.OPENAI_API_KEY',
    'apiKey: config.apiKey',
    'self.api_key = api_key',
    'API_KEY=${API_KEY}',
    'readonly secrets: ReadonlySet<string>; token = this.#tokens.get(name)',
    "const tokenKeys = { input: 'input_tokens', output: 'output' }",
    "secretKinds = ['password', 'card']",
    'API_KEY=<your key>',
    '"password": "***"',
    'has_password: true',
    'secrets:\n  name: db',
    'reset the password to continue, then the API key is shown',
    'task-force and risk-assessment',
    'The secret: be brief',
    'the secret of good tea',
    'std::token::Kind',
    'docker run -u 1000:1000 x',
    "a row is identified by 'row_id', a user by name",
    'the user is identified by name, refer to users identified by email',
    "IDENTIFIED BY '<password>'",
    "IDENTIFIED BY '' and 'x'",
    'http://localhost:8080/path?at=a@b',
    'monkey: banana, keyboard: qwerty, author: Jo, authors=3',
    'password_min_length: 8, secret_name: prod/db, token_type: bearer',
    'session.id=abc-123 and key=value',
  ])('leaves %s', (text) => {
    expect(redacted(text)).toBe(text);
  });

  it('leaves what is kept, and gives the rest the same marks as before', () => {
    const kept = 'sk-abcdefghij0123456789';
    const redactor = createRedactor(new Set([kept]));
    expect(redactor.text(`API_KEY=${kept} and sk-zyxwvutsrq9876543210`)).toBe(
      `API_KEY=${kept} and [key 2]`,
    );
    expect(redactor.findings()).toMatchObject([{ kind: 'key', count: 1 }, { count: 1 }]);
  });
});

describe('values', () => {
  const p = '[password 1]';
  it.each<readonly [JsonValue, JsonValue]>([
    [{ token: 'abcdef0123' }, { token: p }],
    [{ headers: { 'x-auth-token': 'abcdef' } }, { headers: { 'x-auth-token': p } }],
    [{ sessionToken: 'abc' }, { sessionToken: p }],
    [{ openaiApiKey: 'abc' }, { openaiApiKey: p }],
    [{ clientSecret: 'abc' }, { clientSecret: p }],
    [{ aws_secret_access_key: 'abc' }, { aws_secret_access_key: p }],
    [{ password: 12345678 }, { password: p }],
    [{ authorization: ['Bearer-ish abc'] }, { authorization: [p] }],
    [{ password: { value: 'hunter22' } }, { password: { value: p } }],
    [{ secrets: { a: ['hunter22'] } }, { secrets: { a: [p] } }],
    [
      { name: 'X-Api-Key', value: 'abc' },
      { name: 'X-Api-Key', value: p },
    ],
    [{ headers: [['Authorization', 'abc']] }, { headers: [['Authorization', p]] }],
    [{ n: 4111111111111111 }, { n: '[card 1]' }],
    [{ 'jo@mail.example': 1 }, { '[email 1]': 1 }],
    [
      { password: { type: 'string', default: 'hunter22', description: 'Any.' } },
      { password: { type: 'string', default: p, description: 'Any.' } },
    ],
  ])('takes out of %j', (value, expected) => {
    expect(cleaned(value)).toEqual(expected);
    expect(cleaned(expected)).toEqual(expected);
  });

  it.each<JsonValue>([
    { max_tokens: 5, token_count: 3, tokens: ['a', 'b'], token: 28600 },
    { token: 'functional', logprob: -0.1, top_logprobs: [{ token: 'functions', logprob: -2 }] },
    { password: { type: 'string', minLength: 8, title: 'Password' } },
    { password: null, secret: '', hasSecret: true, api_key: false },
    { columns: ['password', 'token'], more: ['api_key', 'password'] },
    { PWD: '/work/project', next_page_token: 'CAoQAA' },
  ])('leaves %j', (value) => {
    expect(cleaned(value)).toEqual(value);
  });

  it('keeps what is equal equal', () => {
    const redactor = createRedactor();
    expect(redactor.value({ api_key: 'abc', list: [{ 'x-api-key': 'abc' }] })).toEqual({
      api_key: p,
      list: [{ 'x-api-key': p }],
    });
    expect(redactor.findings()).toEqual([{ kind: 'password', value: 'abc', mark: p, count: 2 }]);
  });
});
