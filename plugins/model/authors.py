"""Who writes: a group or a role, by which stories are gathered; never a person by name."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from plugins.model.entries import OLD, Entry
from plugins.model.fields import Alias, Line, OrganizationId, Slug, Summary
from plugins.model.kind import Kind, one_list


class Author(Entry):
    kind: ClassVar = Kind(
        "authors", "作者", one_list("data/authors.yaml"), "/authors/{id}/", "/authors/", sheet=True,
        schema_type="Organization",
    )  # fmt: skip

    private_hint: ClassVar = "作者只写岗位或队伍，不写个人，仓库是公开的"

    id: Slug = Field(title="编号")
    name: Line = Field(title="名称", description="岗位或队伍，例如 值班社工；新闻的 author 写这个名称或编号")
    description: Summary = Field(title="介绍", description="写些什么，一两句话")
    organization: OrganizationId | None = Field(None, title="哪个队伍", description="organizations.yaml 里的 id")
    aliases: tuple[Alias, ...] = OLD
