// Parses and analyses every query of the Azure workbook with Microsoft's Kusto language service,
// against the columns of Application Insights that the queries may use.
// Usage: npm install @kusto/language-service-next && node check-kql.js [WORKBOOK.json]
const fs = require("fs");
const path = require("path");
const module_ = path.join(process.cwd(), "node_modules/@kusto/language-service-next");
require(path.join(module_, "bridge.min.js"));
require(path.join(module_, "Kusto.Language.Bridge.min.js"));

const file = process.argv[2] || path.join(__dirname, "..", "azure-workbook.json");
const common = "timestamp:datetime, name:string, itemCount:long, cloud_RoleName:string, customDimensions:dynamic";
const tables =
  `let dependencies = datatable(${common}, duration:real, success:bool, target:string, resultCode:string)[];\n` +
  `let customMetrics = datatable(${common}, value:real, valueCount:long)[];\n`;
const globals = Kusto.Language.GlobalState.Default;

let wrong = 0;
for (const item of JSON.parse(fs.readFileSync(file, "utf8")).items) {
  const query = item.content.query;
  if (!query) {
    continue;
  }
  const diagnostics = Kusto.Language.KustoCode.ParseAndAnalyze(tables + query, globals).GetDiagnostics();
  const found = [];
  for (let i = 0; i < diagnostics.Count; i++) {
    found.push(diagnostics.getItem(i).Message);
  }
  wrong += found.length;
  console.log(`${found.length ? "WRONG" : "ok   "}  ${item.name}${found.map((m) => "\n       " + m).join("")}`);
}
console.log(wrong ? `${wrong} findings` : "every query parses");
process.exit(wrong ? 1 : 0);
