"""Runs a trained model's graph."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage


class DirectRunner(GraphRunner):
    """Calls the components one after the other, in an order that is found once.

    Rasa's own has dask find that order anew for every message and every prediction.
    """

    def __init__(self, targets: list[str], nodes: dict[str, tuple[GraphNode, list[str]]]) -> None:
        """Takes the nodes that lead to the targets, those that others need first, each with what it needs."""
        self._targets, self._nodes = targets, nodes

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> DirectRunner:
        """Loads the components of a schema; its targets are the nodes that no other needs."""
        nodes: dict[str, tuple[GraphNode, list[str]]] = {}

        def add(name: str) -> None:
            schema = graph_schema.nodes.get(name)
            if schema is None or name in nodes:  # no node: something handed in with each run
                return
            for parent in schema.needs.values():
                add(parent)
            node = GraphNode.from_schema_node(name, schema, model_storage, execution_context, hooks)
            nodes[name] = (node, list(schema.needs.values()))

        needed = {parent for schema in graph_schema.nodes.values() for parent in schema.needs.values()}
        targets = [name for name in graph_schema.nodes if name not in needed]
        for target in targets:
            add(target)
        return cls(targets, nodes)

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Runs every node once and gives the results of the targets."""
        found = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, (node, needs) in self._nodes.items():
            found[name] = node(*(found[need] for need in needs))
        return {target: found[target][1] for target in targets or self._targets}
