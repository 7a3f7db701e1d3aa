/** The look of an exported comparison: the colours of the window, in both themes. */
const depths = Array.from({ length: 13 }, (_, depth) => `.d${depth}{margin-left:${depth * 16}px}`);

export const reportStyle = `
:root{color-scheme:light dark;--bg:#fff;--line:#e2e4e9;--text:#15171c;--quiet:#636978;--a:#8f4d08;
--a-tint:rgba(178,100,20,.09);--a-mark:rgba(178,100,20,.24);--b:#1857c4;--b-tint:rgba(31,102,224,.08);
--b-mark:rgba(31,102,224,.22);--better:#12704a;--worse:#ad0b12}
@media (prefers-color-scheme:dark){:root{--bg:#0f1013;--line:#23262c;--text:#eceef2;--quiet:#9197a4;
--a:#f0b063;--a-tint:rgba(226,152,63,.13);--a-mark:rgba(226,152,63,.34);--b:#8ab9ff;
--b-tint:rgba(91,157,255,.13);--b-mark:rgba(91,157,255,.36);--better:#5fcf97;--worse:#ff8177}}
body{max-width:1100px;margin:24px auto;padding:0 16px;background:var(--bg);color:var(--text);
font:13px/20px system-ui,sans-serif}
h1{font-size:18px}h2{font-size:15px}h3{font-size:13px;font-weight:500;margin:10px 0 4px}
ul{padding:0;list-style:none}table{border-collapse:collapse;margin:8px 0}
th,td{padding:2px 10px;text-align:right;border-bottom:1px solid var(--line);font-weight:400}
th[scope=row]{text-align:left;color:var(--quiet)}code,pre,.diff td{font-family:ui-monospace,monospace;
font-size:12px}code,pre,h1,.step span{unicode-bidi:isolate}.a{color:var(--a)}.b{color:var(--b)}.better{color:var(--better)}.worse{color:var(--worse)}
.step{margin-top:4px;margin-bottom:4px}.step b{display:inline-block;min-width:16px}.step span{color:var(--quiet)}summary{cursor:pointer}
.diff{width:100%;table-layout:fixed;border:1px solid var(--line)}.diff td{text-align:left;vertical-align:top;
white-space:pre-wrap;overflow-wrap:anywhere;border:0}.diff td+td{border-left:1px solid var(--line)}
.diff td.a{background:var(--a-tint);color:inherit}.diff td.b{background:var(--b-tint);color:inherit}
.diff .a mark{background:var(--a-mark);color:inherit}.diff .b mark{background:var(--b-mark);color:inherit}
.diff .gap{background:repeating-linear-gradient(135deg,var(--line) 0 1px,transparent 1px 5px)}
.diff .ignored,.fold summary{color:var(--quiet)}pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
.sides{display:grid;grid-template-columns:1fr 1fr;gap:10px}
${depths.join('')}
`;
