-- The attempts of a course's quizzes.
create index rm_attempt_of_course on rm_attempt (tenant, course_id, quiz_id, user_id, number);
