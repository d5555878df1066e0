"""What citizens of the example offices wrote, by service."""

from siwhapik.demo import stories_civil, stories_village

STORIES = {**stories_civil.STORIES, **stories_village.STORIES}
