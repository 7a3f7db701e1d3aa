import type { ReportFacts, ReportSet } from '@domain/diff/groups/groups-report';
import type { GroupsRoute, RunSet } from '@domain/route';

import { formatGroupFigure, groupFigures } from './group-figures';
import { pathOf, titleOfRow, type GroupsModel } from './groups-model';

/** A comparison as its report tells it. */
export function reportFacts(model: GroupsModel, route: GroupsRoute): ReportFacts {
  const { header, table, findings, tolerances } = model;
  return {
    root: route.root,
    good: reportSet(route.good, header.good.length, header.found.good.total),
    bad: reportSet(route.bad, header.bad.length, header.found.bad.total),
    figures: groupFigures(header).map(({ name, title, good, bad }) => ({
      title,
      good,
      bad,
      format: (value) => formatGroupFigure(name, value),
    })),
    table,
    findings,
    tolerances,
    nameOf: (row) => {
      const { operation, target } = titleOfRow(table, row);
      return `${operation}${target}`;
    },
    pathOf: (row) => pathOf(table, row),
    isComplete: header.isComplete,
  };
}

function reportSet({ text, condition, traceIds }: RunSet, count: number, total: number): ReportSet {
  return { text: text.trim(), condition, isChosen: traceIds !== null, count, total };
}
