/** The look of the report: light, quiet, numbers first; a page of A4 or Letter when printed. A shade at its right edge says that a table goes on. */
export const REPORT_CSS = `
:root{--ink:#1b1f24;--muted:#5b656e;--line:#e2e5e8;--panel:#fff;--accent:#0b7a75;--keep:#8f3f06;--bad:#b42318}
*{box-sizing:border-box}
html{background:#fbfbfa;color:var(--ink);font:400 14px/1.5 Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
body{margin:0}
main{max-width:980px;margin:0 auto;padding:36px 28px 64px}
h1{font-size:34px;line-height:1.15;letter-spacing:-.02em;font-weight:640;margin:10px 0 22px;text-wrap:balance}
h2{font-size:22px;letter-spacing:-.02em;font-weight:640;margin:0 0 4px}
p{margin:0 0 10px}
.kicker{color:var(--muted);margin:0 0 18px;overflow-wrap:anywhere}
.verdict{display:inline-block;margin:0;padding:4px 12px;border-radius:6px;font-size:13.5px;font-weight:640;letter-spacing:.04em;border:1.5px solid}
.verdict.ready{color:var(--accent);background:#e6f3f2}
.verdict.keep{color:var(--keep);background:#fdf1df}
.answers{margin:0 0 24px;border-top:1px solid var(--line)}
.answers>div{display:grid;grid-template-columns:200px 1fr;gap:16px;padding:11px 0;border-bottom:1px solid var(--line)}
.answers dt{font-weight:640}
.answers dd{margin:0;max-width:76ch}
.answers .note{margin:4px 0 0}
.evidence{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1.15fr);gap:16px;align-items:stretch}
.figures{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:1fr 1fr;gap:12px}
.figures li{background:var(--panel);border:1px solid var(--line);border-radius:12px;padding:12px 14px;display:flex;flex-direction:column}
.figures .label{font-size:12.5px;color:var(--muted)}
.figures .value{font-size:22px;font-weight:640;letter-spacing:-.02em;line-height:1.3}
.figures .note{font-size:12.5px;color:var(--muted)}
.subtitle{color:var(--muted);font-size:12.5px;margin:16px 0 0;overflow-wrap:anywhere}
section{margin-top:40px}
.lead{color:var(--muted);max-width:76ch;margin-bottom:12px}
.note{color:var(--muted);font-size:12.5px;margin-top:6px}
figure{margin:0;background:var(--panel);border:1px solid var(--line);border-radius:12px;padding:14px 16px;min-width:0}
figcaption{font-weight:560;margin-bottom:8px;font-size:13.5px}
svg{display:block;max-width:100%;height:auto;font-family:inherit}
.charts figure:only-child{max-width:520px}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,380px),1fr));gap:16px;margin:12px 0}
.scroll{overflow-x:auto;background:linear-gradient(90deg,#fff0,var(--panel) 60%) 100% 0/36px 100% no-repeat local,linear-gradient(90deg,#1b1f2400,#1b1f2430) 100% 0/14px 100% no-repeat scroll,var(--panel);border:1px solid var(--line);border-radius:12px;margin:12px 0 0}
table{border-collapse:collapse;width:100%;font-size:13.5px}
th,td{padding:8px 12px;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
thead th{border-top:0;font-size:12.5px;font-weight:560;color:var(--muted);vertical-align:bottom}
tbody th{font-weight:400;min-width:150px;max-width:300px;overflow-wrap:anywhere}
tbody th:has(.said){max-width:none;min-width:240px;font-weight:560}
.said{display:block;font-weight:400;color:var(--muted);max-width:64ch}
th.number,td.number{text-align:right;overflow-wrap:normal}
tbody .number{white-space:nowrap}
tr.strong th,tr.strong td{font-weight:640}
tr.group th{font-weight:560;color:var(--muted);background:#f6f7f7;max-width:none}
td svg{margin:2px 0;width:100px;max-width:none}
.good{color:var(--accent);font-weight:560}
.bad{color:var(--bad);font-weight:560}
.warn{color:var(--keep);font-weight:560}
.quiet{color:var(--muted)}
.list{margin:8px 0 0;padding-left:20px}
.list li{margin-bottom:6px;max-width:80ch}
.facts{margin:12px 0 0;font-size:13.5px}
.facts>div{display:grid;grid-template-columns:200px 1fr;gap:16px;padding:6px 0;border-top:1px solid var(--line)}
.facts dt{color:var(--muted)}
.facts dd{margin:0;overflow-wrap:anywhere}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
@media (max-width:720px){
.scroll th:first-child:not([colspan]){position:sticky;left:0;background:var(--panel)}
th,td{padding:8px}
tbody th{min-width:120px;max-width:190px}
main{padding:20px 14px 40px}
h1{font-size:26px}
.evidence{grid-template-columns:1fr}
.answers>div,.facts>div{grid-template-columns:1fr;gap:2px}
}
@media print{
@page{margin:16mm 15mm}
html{background:#fff;font-size:11px;print-color-adjust:exact;-webkit-print-color-adjust:exact}
main{max-width:none;padding:0}
h1{font-size:25px;margin:8px 0 14px}
h2{font-size:16px;break-after:avoid}
p,li,dd,.said{orphans:3;widows:3}
.good,.bad,.warn,.quiet{white-space:nowrap}
.lead,section>p:not(.note){break-inside:avoid;break-after:avoid}
.lead,.said,.list li,.answers dd{max-width:100ch}
.note,.subtitle{break-before:avoid}
section{margin-top:24px}
table,.facts{font-size:10.5px}
tbody th{min-width:90px}
td svg{width:70px}
figcaption{font-size:11px}
figure{padding:10px 12px}
th,td{padding:4px 7px}
thead th,.note,.subtitle,.figures .label,.figures .note{font-size:9.5px}
.figures .value{font-size:17px}
.answers>div{padding:7px 0;grid-template-columns:150px 1fr}
.facts>div{padding:3px 0}
.scroll{overflow:visible;background:none;border-width:1px 0;border-radius:0}
thead{display:table-header-group}
tr,figure,.charts,.evidence,.answers,.facts>div,.list li,.short{break-inside:avoid}
.group,tbody tr:nth-child(-n+3),.facts>div:nth-child(-n+3),.list li:first-child{break-after:avoid}
tbody:last-child tr:nth-last-child(-n+3),.facts>div:nth-last-child(-n+3),.list li:last-child{break-before:avoid}
.evidence{grid-template-columns:1fr 1.15fr}
.charts{grid-template-columns:1fr 1fr}
.charts figure:only-child{grid-column:1/-1;max-width:96mm}
}
`
