"""Kangle: the plugins that turn a community's Markdown and YAML into its website."""
