/// The style sheet of the page, for both colour schemes and any width.
let pageStyle: StaticString = """
    :root{--bg:#fff;--bg2:#f6f7f9;--bg3:#eceff3;--line:#e0e4ea;--ink:#1b2230;--ink2:#566176;
    --accent:#3550d6;--accent-bg:#eef1fe;--code:#f4f5f8;--pre:#f7f8fa;--warn:#9a4b00;--warn-bg:#fff3e2;
    --get:#0b6b4a;--get-bg:#e2f5ec;--post:#1f53c5;--post-bg:#e5edfd;--put:#8a5100;--put-bg:#fdf0da;
    --del:#b3261e;--del-bg:#fdeae8;--any:#6b3fb5;--any-bg:#f1eafc;--js:#0a6a55;--jn:#a03a12;--jk:#2a4bb8;
    --sans:ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
    --mono:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace}
    @media (prefers-color-scheme:dark){:root{--bg:#12151c;--bg2:#181c25;--bg3:#222836;--line:#2c3342;
    --ink:#e6e9f0;--ink2:#9fabc0;--accent:#9db1ff;--accent-bg:#222b4a;--code:#212735;--pre:#171b24;
    --warn:#ffc27a;--warn-bg:#3a2a14;--get:#6fdcae;--get-bg:#12352a;--post:#9bbcff;--post-bg:#1b2d52;
    --put:#f7c576;--put-bg:#3b2c12;--del:#ff9d95;--del-bg:#43201e;--any:#ccb0ff;--any-bg:#2f2350;
    --js:#7fd8bd;--jn:#ffb38f;--jk:#a5b9ff}}
    *{box-sizing:border-box}
    html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
    @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
    body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.6 var(--sans);
    overflow-wrap:anywhere}
    a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
    :focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}
    h1,h2,h3,h4,h5{line-height:1.25;margin:0;text-wrap:balance}
    h1{font-size:2.1rem;letter-spacing:-.022em}
    h2{font-size:1.5rem;letter-spacing:-.014em;margin:0 0 .4rem}
    h3{font-size:1.2rem;letter-spacing:-.008em}
    h4{font-size:.8rem;text-transform:uppercase;letter-spacing:.06em;color:var(--ink2);
    margin:1.8rem 0 .5rem}
    h5{font-size:.78rem;text-transform:uppercase;letter-spacing:.05em;color:var(--ink2)}
    p{margin:.5rem 0}ul,ol{margin:.5rem 0;padding-left:1.3rem}
    code,pre{font-family:var(--mono);font-size:.86em}
    code{-webkit-box-decoration-break:clone;box-decoration-break:clone;background:var(--code);border-radius:4px;padding:.1em .34em}
    pre{background:var(--pre);border:1px solid var(--line);border-radius:8px;padding:.8rem 1rem;
    margin:.5rem 0;overflow:auto;max-height:26rem;line-height:1.5;overflow-wrap:normal;tab-size:2}
    pre code{background:none;padding:0;font-size:.82rem}
    hr{border:0;border-top:1px solid var(--line);margin:1.2rem 0}
    blockquote{margin:.6rem 0;padding:.1rem 1rem;border-left:3px solid var(--line);color:var(--ink2)}
    .skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;z-index:9;background:var(--bg);
    padding:.5rem 1rem;border-radius:6px}
    .bar{display:none}
    .page{display:grid;grid-template-columns:19rem minmax(0,1fr);
    grid-template-areas:"nav open" "nav main"}
    .opening{grid-area:open;padding:3rem 3rem 1rem;max-width:78rem}
    main{grid-area:main;padding:0 3rem 6rem;max-width:78rem;min-width:0}
    nav{grid-area:nav;position:sticky;top:0;height:100vh;overflow:auto;background:var(--bg2);
    border-right:1px solid var(--line);padding:1.5rem .75rem 3rem;font-size:.875rem;
    scrollbar-width:thin}
    nav ul{list-style:none;margin:0 0 .6rem;padding:0}
    nav summary{font-weight:600;padding:.4rem .6rem;cursor:pointer;border-radius:6px;color:var(--ink)}
    nav summary:hover,nav li a:hover{background:var(--bg3)}
    nav li a{display:flex;gap:.55rem;align-items:baseline;padding:.28rem .6rem;border-radius:6px;
    color:var(--ink);text-decoration:none;line-height:1.4}
    .nav-text{min-width:0}
    .nav-end{border-top:1px solid var(--line);padding-top:.6rem}
    .verb{font:600 .68rem/1 var(--mono);letter-spacing:.02em;padding:.28em .45em;border-radius:4px;
    color:var(--any);background:var(--any-bg);flex:none}
    nav .verb{min-width:3.4rem;text-align:center;font-size:.62rem}
    .verb.get,.verb.head{color:var(--get);background:var(--get-bg)}
    .verb.post{color:var(--post);background:var(--post-bg)}
    .verb.put,.verb.patch{color:var(--put);background:var(--put-bg)}
    .verb.delete{color:var(--del);background:var(--del-bg)}
    .facts{display:flex;flex-wrap:wrap;gap:.4rem;margin:.6rem 0}.facts:empty{display:none}
    .chip{font-size:.78rem;line-height:1.2;padding:.3em .7em;border-radius:99px;background:var(--bg3);
    color:var(--ink2)}
    a.chip{color:var(--accent);background:var(--accent-bg)}
    .lock::before{content:"";display:inline-block;width:.5em;height:.5em;margin-right:.5em;
    border:.14em solid currentColor;border-radius:50%}
    .chip.warn,.deprecated{color:var(--warn);background:var(--warn-bg)}
    .base{margin:1.2rem 0 0;display:flex;flex-wrap:wrap;gap:.3rem .8rem;align-items:baseline}
    .base dt{font-size:.85rem;color:var(--ink2)}.base dd{margin:0;font-size:.95rem}
    .group{padding-top:2.2rem}
    .op,.card{border-top:1px solid var(--line);padding:2rem 0 1.4rem;scroll-margin-top:0}
    .card{padding:1.4rem 0 1rem}
    .route{display:flex;gap:.6rem;align-items:baseline;margin:.6rem 0 0}
    .path{font:500 .95rem/1.5 var(--mono);color:var(--ink);min-width:0}
    .path var{font-style:normal;color:var(--accent)}
    .cols{display:grid;gap:0 2.5rem;grid-template-columns:minmax(0,1fr)}
    @media (min-width:1240px){.cols{grid-template-columns:minmax(0,1.25fr) minmax(0,1fr)}
    .samples{position:sticky;top:1rem;align-self:start;max-height:calc(100vh - 2rem);overflow:auto}}
    .samples:empty{display:none}
    figure{margin:1rem 0}figcaption{display:flex;gap:.6rem;align-items:baseline;font-size:.8rem;
    color:var(--ink2)}
    .sample-title{font-weight:600;color:var(--ink)}
    .md>:first-child{margin-top:0}.md{max-width:46rem}
    .md-h{font-weight:650;margin:1.2rem 0 .3rem;line-height:1.3}.md-h1{font-size:1.2rem}
    .md-h2{font-size:1.08rem}
    .scroll{overflow-x:auto;margin:.6rem 0}table{border-collapse:collapse;font-size:.9rem}
    th,td{border:1px solid var(--line);padding:.35rem .6rem;text-align:left;vertical-align:top;
    min-width:5rem}
    th{background:var(--bg2);font-weight:600}
    .props{list-style:none;padding:0;margin:.3rem 0;max-width:46rem}
    .props>li{border-top:1px solid var(--line);padding:.6rem 0}.props>li:first-child{border-top:0}
    .props .md{color:var(--ink2);font-size:.93rem}
    .prop{margin:0;display:flex;flex-wrap:wrap;gap:.1rem .6rem;align-items:baseline}
    .name{background:none;padding:0;font-weight:650;font-size:.9rem}
    .type,.type-line{font-size:.86rem;color:var(--ink2)}
    .required{font-size:.74rem;font-weight:600;color:var(--del);text-transform:none;letter-spacing:0}
    .deprecated{font-size:.74rem;padding:.1em .5em;border-radius:4px}.muted{font-size:.78rem;
    color:var(--ink2)}
    .limits{display:flex;flex-wrap:wrap;gap:.2rem .9rem;font-size:.82rem;color:var(--ink2);margin:.25rem 0}
    .limits i{font-style:normal}
    .media{margin:.6rem 0 .2rem;font-size:.85rem;color:var(--ink2)}
    .response{border-left:2px solid var(--line);padding:.1rem 0 .1rem 1rem;margin:.8rem 0}
    .status-line{margin:0}
    .status{font:600 .8rem/1 var(--mono);padding:.3em .5em;border-radius:4px;background:var(--bg3);
    color:var(--ink2)}
    .s2{color:var(--get);background:var(--get-bg)}.s3{color:var(--post);background:var(--post-bg)}
    .s4{color:var(--put);background:var(--put-bg)}.s5{color:var(--del);background:var(--del-bg)}
    .choice{border-left:2px solid var(--line);padding-left:1rem;margin:.5rem 0}
    .more{margin:.4rem 0}.more>summary,.flow>summary{cursor:pointer;font-size:.85rem;color:var(--accent)}
    .more>.props{border-left:2px solid var(--line);padding-left:1rem}
    .flow{margin:1.4rem 0 0}.flow>summary{font-weight:600}
    .steps{list-style:none;padding:0;margin:.7rem 0 0;display:grid;gap:1.4rem;
    grid-template-columns:repeat(auto-fit,minmax(13rem,1fr))}
    .steps>li{position:relative;background:var(--bg2);border:1px solid var(--line);border-radius:10px;
    padding:.8rem .9rem;min-width:0}
    .steps>li+li::before{content:"";position:absolute;left:-1.02rem;top:1.15rem;width:.5rem;height:.5rem;
    border-top:2px solid var(--ink2);border-right:2px solid var(--ink2);transform:rotate(45deg)}
    .rows{margin:.5rem 0 0;font-size:.86rem;display:grid;gap:.3rem .9rem;
    grid-template-columns:minmax(6rem,auto) minmax(0,1fr)}
    .rows dt{color:var(--ink2)}.rows dd{margin:0;min-width:0}
    .match{color:var(--ink)!important;font-weight:600;margin-top:.3rem}
    .steps .rows{display:block}.steps dd:empty{display:none}.steps .rows dd{margin:0 0 .5rem}
    .steps pre{max-height:18rem}
    .j-s{color:var(--js)}.j-n{color:var(--jn)}.j-k{color:var(--jk)}
    @media (max-width:1000px){
    .bar{display:flex;position:sticky;top:0;z-index:5;justify-content:space-between;gap:1rem;
    padding:.7rem 1.1rem;background:var(--bg);border-bottom:1px solid var(--line);font-size:.9rem}
    .bar-title{font-weight:650;color:var(--ink);white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
    .page{display:block}
    .opening{padding:1.6rem 1.1rem .6rem}main{padding:0 1.1rem 4rem}
    nav{position:static;height:auto;border:1px solid var(--line);border-radius:10px;margin:1rem 1.1rem;
    padding:.6rem;scroll-margin-top:4rem}
    .op,.card,.group{scroll-margin-top:3.2rem}
    h1{font-size:1.7rem}h2{font-size:1.35rem}
    .steps>li+li::before{left:1.2rem;top:-1.05rem;transform:rotate(135deg)}
    .steps{grid-template-columns:minmax(0,1fr)}
    .rows{grid-template-columns:minmax(0,1fr);gap:0}.rows dd{margin-bottom:.5rem}}
    @media print{nav,.bar,.skip{display:none}.page{display:block}pre{max-height:none;white-space:pre-wrap}}

    """
